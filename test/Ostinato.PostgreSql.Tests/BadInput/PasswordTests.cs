using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Ostinato.PostgreSql.Servers;
using Ostinato.Storage.Conformance;

namespace Ostinato.PostgreSql.Tests.BadInput;

/// <summary>A server that demands a password, as those of production do.</summary>
public sealed class PasswordTests(PasswordTests.GuardedServer guarded) : IClassFixture<PasswordTests.GuardedServer>
{
    private const string Right = "the-right-one";
    private const string Wrong = "the-wrong-one";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_wrong_password_is_told_with_its_remedy()
    {
        var error = await RefusedAsync(Wrong);

        error.Message.ShouldContain("refuses the login");
        error.Message.ShouldContain("Correct the user or the password");
    }

    [Fact]
    public async Task A_wrong_password_is_not_repeated() => (await RefusedAsync(Wrong)).ToString().ShouldNotContain(Wrong);

    [Fact]
    public async Task A_missing_password_is_told_with_its_remedy()
    {
        var error = await RefusedAsync(password: null);

        error.Message.ShouldContain("password");
        error.Message.ShouldContain("Correct the user or the password");
        error.Message.ShouldNotContain("as soon as it can");
    }

    [Fact]
    public async Task A_password_that_was_changed_is_told_to_who_enqueues_and_nothing_is_lost()
    {
        await using var store = Make(Right);
        await store.StartAsync(Ct);
        await store.Enqueue("before");

        await guarded.ExecuteAsync($"alter role guest password 'changed'; {GuardedServer.EndSessions}");
        var error = await Should.ThrowAsync<IOException>(() => store.Enqueue("refused"));
        await guarded.ExecuteAsync($"alter role guest password '{Right}'");

        error.Message.ShouldContain("Correct the user or the password");
        await store.Enqueue("after");
        (await store.Count(JobState.Available)).ShouldBe(2);
    }

    private async Task<OstinatoConfigurationException> RefusedAsync(string? password)
    {
        await using var store = Make(password);
        return await Should.ThrowAsync<OstinatoConfigurationException>(async () => await store.StartAsync(Ct));
    }

    private PostgreSqlJobStore Make(string? password)
    {
        var connection = new NpgsqlConnectionStringBuilder(guarded.ConnectionString) { Username = "guest", Password = password };
        var options = new PostgreSqlStoreOptions();
        return new PostgreSqlJobStore(
            StoreSource.Create(connection.ConnectionString, options), ownsSource: true, options, TimeProvider.System,
            NullLogger<PostgreSqlJobStore>.Instance);
    }

    public sealed class GuardedServer : IAsyncLifetime
    {
        public const string EndSessions = "select pg_terminate_backend(pid) from pg_stat_activity where usename = 'guest'";

        private static readonly PostgreSqlSettings Settings = new()
        {
            Access = "host all postgres 127.0.0.1/32 trust\nhost all all 127.0.0.1/32 scram-sha-256\n",
        };

        private PostgreSqlServer _server = null!;

        public string ConnectionString => _server.ConnectionString();

        public async ValueTask InitializeAsync()
        {
            _server = await PostgreSqlServer.StartAsync(PostgreSqlVersion.Debian15, Settings, Ct);
            await ExecuteAsync($"create role guest login password '{Right}'; grant create on database postgres to guest");
        }

        public async Task ExecuteAsync(string sql)
        {
            await using var connection = new NpgsqlConnection(ConnectionString);
            await connection.OpenAsync(Ct);
            await using var command = new NpgsqlCommand(sql, connection);
            await command.ExecuteNonQueryAsync(Ct);
        }

        public ValueTask DisposeAsync() => _server.DisposeAsync();
    }
}
