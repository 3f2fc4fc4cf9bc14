using System.Collections.Concurrent;
using System.Data;
using System.Data.Common;
using Npgsql;
using Ostinato.Storage;

namespace Ostinato.PostgreSql;

/// <summary>Writes new jobs on the caller's own connection, so that they exist if and only if the caller's transaction commits.</summary>
internal sealed class CallerTransactions(
    Links links, string host, PostgreSqlStoreOptions options, SqlFile sql, CommitWatch commits, Wakes wakes)
{
    // Connection strings that lead to this store, and whether statements may be prepared there.
    private readonly ConcurrentDictionary<string, bool> _known = new(StringComparer.Ordinal);

    /// <summary>Which instance this store is; known once it has started.</summary>
    public Guid Instance { get; set; }

    /// <summary>Whether the store can work in a transaction.</summary>
    /// <param name="transaction">The caller's.</param>
    /// <param name="otherwise">What cannot be done otherwise, for the error.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="ArgumentException">The transaction is not of this store's database, or has ended.</exception>
    public async ValueTask<NpgsqlTransaction> CheckAsync(DbTransaction transaction, string otherwise, CancellationToken ct)
    {
        if (transaction is not NpgsqlTransaction mine)
        {
            throw Foreign(otherwise, $"is a {transaction.GetType().FullName}");
        }

        if (ConnectionOf(mine) is not { } connection)
        {
            throw Foreign(otherwise, "has ended");
        }

        if (!_known.ContainsKey(connection.ConnectionString))
        {
            if (await ReadInstanceAsync(connection, ct).ConfigureAwait(false) is not { } read || read.Instance != Instance)
            {
                throw Foreign(otherwise, $"belongs to database '{connection.Database}' at {connection.Host}:{connection.Port}");
            }

            _known.TryAdd(connection.ConnectionString, links.Prepares && !read.HasPooler);
        }

        return mine;
    }

    public async ValueTask<InsertedJob[]> InsertAsync(
        NpgsqlTransaction transaction, Insertion insertion, InsertTrip insertTrip, CancellationToken ct)
    {
        var batch = new NpgsqlBatch(transaction.Connection, transaction) { Timeout = (int)options.CommandTimeout.TotalSeconds };
        await using var trip = new Trip(batch, Prepares(transaction), links.Count);
        var answers = await insertTrip.RunAsync(trip, insertion, isInTransaction: true, ct).ConfigureAwait(false);
        if (options.NotifyInTransaction)
        {
            await NotifyAsync(transaction, ct).ConfigureAwait(false);
        }

        commits.Watch(insertion.Transaction, open =>
        {
            insertion.IsLate = open > ScanFloor.RaiseAfter / 2;
            wakes.Inserted(insertion);
        });
        return answers;
    }

    /// <summary>Whether statements may be prepared on the connection of a transaction that was checked.</summary>
    public bool Prepares(NpgsqlTransaction transaction) => _known.GetValueOrDefault(transaction.Connection!.ConnectionString);

    // A transaction that has ended still has its connection, but no isolation any more.
    private static NpgsqlConnection? ConnectionOf(NpgsqlTransaction transaction)
    {
        try
        {
            return transaction.IsolationLevel == IsolationLevel.Unspecified ? null : transaction.Connection;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    // Looked for first by name only: a statement that fails would take the caller's whole transaction with it.
    private async Task<(Guid Instance, bool HasPooler)?> ReadInstanceAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var find = new NpgsqlCommand(sql["has_instance"], connection);
        if (await find.ExecuteScalarAsync(ct).ConfigureAwait(false) is not true)
        {
            return null;
        }

        await using var read = new NpgsqlCommand(sql["instance"], connection);
        await using var row = await read.ExecuteReaderAsync(ct).ConfigureAwait(false);
        return await row.ReadAsync(ct).ConfigureAwait(false) ? (row.GetGuid(0), row.GetInt32(1) != connection.ProcessID) : null;
    }

    private async Task NotifyAsync(NpgsqlTransaction transaction, CancellationToken ct)
    {
        await using var notify = new NpgsqlCommand(sql["notify_all"], transaction.Connection, transaction);
        await notify.ExecuteNonQueryAsync(ct).ConfigureAwait(false);
    }

    private ArgumentException Foreign(string otherwise, string what) => new(
        $"{otherwise} in this transaction: the jobs are kept in schema '{options.Schema}' of {host}, and the transaction {what}. Begin it "
        + "on a connection to the store's database, or do without a transaction.");
}
