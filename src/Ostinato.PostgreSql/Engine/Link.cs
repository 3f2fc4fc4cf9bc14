using System.Data;
using Npgsql;

namespace Ostinato.PostgreSql;

/// <summary>A rented connection.</summary>
internal sealed class Link(Links links, NpgsqlConnection connection, TimeSpan usual) : IAsyncDisposable
{
    public NpgsqlConnection Connection => connection;

    /// <summary>What a trip may take while this rent lasts, where that is shorter than usual.</summary>
    public TimeSpan? Short { get; set; }

    /// <summary>Statements that travel together and, unless a transaction is open, commit together.</summary>
    /// <remarks>While statements are prepared, the time of the trip before is what counts. So short ones are not prepared.</remarks>
    public Trip Trip()
    {
        var time = Short is { } shorter && shorter < usual ? shorter : usual;
        return new(new NpgsqlBatch(connection) { Timeout = (int)time.TotalSeconds }, links.Prepares && Short is null, links.Count);
    }

    /// <summary>Begins a transaction in which every statement sees what was committed when it began.</summary>
    public async Task<NpgsqlTransaction> BeginAsync(CancellationToken ct) =>
        await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, ct).ConfigureAwait(false);

    public async ValueTask CloseAsync() => await connection.DisposeAsync().ConfigureAwait(false);

    public ValueTask DisposeAsync() => links.GiveBackAsync(this);
}
