using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Ostinato.PostgreSql.Tests.Measuring;

/// <summary>A store whose work is counted.</summary>
public sealed class MeasuredStore : IAsyncDisposable
{
    private MeasuredStore(NpgsqlDataSource source, string schema, TimeProvider time)
    {
        Source = source;
        Schema = schema;
        var options = new PostgreSqlStoreOptions { Schema = schema };
        Store = new PostgreSqlJobStore(source, ownsSource: false, options, time, NullLogger<PostgreSqlJobStore>.Instance);
    }

    public PostgreSqlJobStore Store { get; }

    public string Schema { get; }

    public NpgsqlDataSource Source { get; }

    /// <summary>Opens a store and owns its source.</summary>
    public static async Task<MeasuredStore> OpenAsync(NpgsqlDataSource source, string schema, TimeProvider time)
    {
        var store = new MeasuredStore(source, schema, time);
        await store.Store.StartAsync(CancellationToken.None);
        return store;
    }

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        await Source.DisposeAsync();
    }
}
