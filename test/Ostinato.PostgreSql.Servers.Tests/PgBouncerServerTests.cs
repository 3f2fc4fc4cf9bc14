using Npgsql;

namespace Ostinato.PostgreSql.Servers.Tests;

public sealed class PgBouncerServerTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_restart_keeps_the_port_and_drops_the_connections()
    {
        await using var server = await PostgreSqlServer.StartAsync(PostgreSqlVersion.Debian15, ct: Ct);
        await using var bouncer = await PgBouncerServer.StartAsync(server, Ct);
        await using var connection = new NpgsqlConnection($"{bouncer.ConnectionString()};Pooling=false");
        await connection.OpenAsync(Ct);

        await bouncer.RestartAsync(Ct);

        await using var command = new NpgsqlCommand("SELECT 1", connection);
        await Should.ThrowAsync<NpgsqlException>(command.ExecuteScalarAsync(Ct));
        (await Query.AnswerAsync(bouncer.ConnectionString(), "SELECT inet_server_port()", Ct)).ShouldBe($"{server.Port}");
    }

    [Fact]
    public async Task Two_clients_share_one_session_of_the_server()
    {
        var shared = await SharedPgBouncer.GetAsync(PostgreSqlVersion.Debian15, Ct);
        await using var source = NpgsqlDataSource.Create(shared);
        await using var first = await source.OpenConnectionAsync(Ct);
        await using var second = await source.OpenConnectionAsync(Ct);

        (await SessionAsync(first)).ShouldBe(await SessionAsync(second));
    }

    private static async Task<object?> SessionAsync(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand("SELECT pg_backend_pid()", connection);
        return await command.ExecuteScalarAsync(Ct);
    }
}
