using System.Collections.Concurrent;
using System.Data.Common;
using Npgsql;
using Ostinato.PostgreSql.Servers;
using Ostinato.PostgreSql.Tests.Fixture;
using Ostinato.Storage;
using Ostinato.Storage.Conformance;

namespace Ostinato.PostgreSql.Tests.Conformance;

/// <summary>The PostgreSQL store in a schema of its own. The server's clock cannot be moved; the schema's clock can.</summary>
public abstract class PostgreSqlFixture : TransactionalStoreFixture
{
    private static readonly ConcurrentDictionary<string, ConcurrentBag<TestSchema>> Idle = new(StringComparer.Ordinal);

    // A server of somebody else's is left as it was.
    private static readonly bool KeepsSchemas = Environment.GetEnvironmentVariable(SharedPostgreSql.EnvironmentVariable) is null;

    private TestSchema? _schema;
    private string _server = "";

    private TestSchema Schema => _schema ?? throw new InvalidOperationException("The scenario has not begun.");

    public override async ValueTask<IJobStore> CreateAsync()
    {
        (_server, var direct) = await ServerAsync();
        _schema = Of(_server).TryTake(out var idle) ? idle : new TestSchema(_server, direct);
        return await _schema.OpenAsync();
    }

    public override async ValueTask<IJobStore> OpenAnotherAsync() => await Schema.OpenAsync();

    public override async ValueTask AdvanceAsync(TimeSpan time) => await Schema.AdvanceAsync(time);

    public override async ValueTask<DbConnection> OpenUserConnectionAsync()
    {
        var connection = await Schema.ConnectAsync();
        await using var path = new NpgsqlCommand($"set search_path to {Schema.Name}", connection);
        await path.ExecuteNonQueryAsync();
        return connection;
    }

    public override async ValueTask<DbConnection> OpenForeignConnectionAsync() => await Schema.ConnectAsync("template1");

    public override async ValueTask VerifyPlacesAsync() => await PlaceCheck.RunAsync(Schema.Direct, Schema.Name);

    public override async ValueTask DisposeAsync()
    {
        if (_schema is null)
        {
            return;
        }

        if (KeepsSchemas)
        {
            await _schema.ResetAsync();
            Of(_server).Add(_schema);
        }
        else
        {
            await _schema.DisposeAsync();
        }
    }

    private static ConcurrentBag<TestSchema> Of(string server) => Idle.GetOrAdd(server, _ => []);

    /// <summary>Where the store goes, and the server itself where that is a pooler.</summary>
    protected abstract Task<(string Server, string Direct)> ServerAsync();
}

/// <summary>PostgreSQL 15, directly.</summary>
public sealed class PostgreSql15 : PostgreSqlFixture
{
    protected override async Task<(string Server, string Direct)> ServerAsync()
    {
        var server = await SharedPostgreSql.GetAsync(PostgreSqlVersion.Debian15);
        return (server, server);
    }
}

/// <summary>PostgreSQL 18, directly.</summary>
public sealed class PostgreSql18 : PostgreSqlFixture
{
    protected override async Task<(string Server, string Direct)> ServerAsync()
    {
        var server = await SharedPostgreSql.GetAsync(PostgreSqlVersion.Npm18);
        return (server, server);
    }
}

/// <summary>PostgreSQL 15 behind PgBouncer in transaction mode.</summary>
public sealed class PgBouncer15 : PostgreSqlFixture
{
    protected override async Task<(string Server, string Direct)> ServerAsync() => (
        await SharedPgBouncer.GetAsync(PostgreSqlVersion.Debian15), await SharedPostgreSql.GetAsync(PostgreSqlVersion.Debian15));
}
