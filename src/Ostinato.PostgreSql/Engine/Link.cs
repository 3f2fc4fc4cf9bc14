using System.Data;
using Npgsql;

namespace Ostinato.PostgreSql;

/// <summary>A rented connection.</summary>
internal sealed class Link(Links links, NpgsqlConnection connection, TimeSpan timeout) : IAsyncDisposable
{
    public NpgsqlConnection Connection => connection;

    /// <summary>Statements that travel together and, unless a transaction is open, commit together.</summary>
    public Trip Trip() => new(new NpgsqlBatch(connection) { Timeout = (int)timeout.TotalSeconds }, links.Prepares, links.Count);

    /// <summary>Begins a transaction in which every statement sees what was committed when it began.</summary>
    public async Task<NpgsqlTransaction> BeginAsync(CancellationToken ct) =>
        await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, ct).ConfigureAwait(false);

    public async ValueTask CloseAsync() => await connection.DisposeAsync().ConfigureAwait(false);

    public ValueTask DisposeAsync() => links.GiveBackAsync(this);
}
