using Npgsql;

namespace Ostinato.PostgreSql.Tests.Fixture;

/// <summary>A user that owns nothing and has the rights on a schema that the documentation lists.</summary>
internal sealed class TestRole(TestSchema schema) : IAsyncDisposable
{
    public string Name { get; } = "r" + schema.Name;

    public async Task CreateAsync() => await schema.ExecuteAsync(
        $"create role {Name} login; grant usage on schema {schema.Name} to {Name}; "
        + $"grant select, insert, update, delete on all tables in schema {schema.Name} to {Name}; "
        + $"grant usage, select on all sequences in schema {schema.Name} to {Name}; "
        + $"revoke execute on all functions in schema {schema.Name} from public; "
        + $"grant execute on all functions in schema {schema.Name} to {Name}");

    public string Connection => new NpgsqlConnectionStringBuilder(schema.Direct) { Username = Name }.ConnectionString;

    public async ValueTask DisposeAsync() => await schema.ExecuteAsync($"drop owned by {Name} cascade; drop role {Name}");
}
