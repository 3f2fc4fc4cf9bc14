using System.Collections.Concurrent;
using System.Data.Common;
using Ostinato.Chaos.Worker;

namespace Ostinato.Chaos;

/// <summary>
/// Enqueues jobs under numbers: singly, in bulk, and in transactions together with a row of a user's table. It knows of each number what it
/// was told.
/// </summary>
internal sealed class Enqueuer(ChaosStore store, IJobClient jobs, Random random) : IDisposable
{
    private const int Singles = 5;

    private readonly SemaphoreSlim _turn = new(1, 1);
    private bool _hasTable;
    private int _next;

    /// <summary>Jobs that must exist: the call returned, or the transaction was committed.</summary>
    public ConcurrentDictionary<int, JobId> Certain { get; } = [];

    /// <summary>Jobs that may exist, once: the call or the commit threw.</summary>
    public ConcurrentDictionary<int, Exception> Doubtful { get; } = [];

    /// <summary>Which numbers were given to transactions.</summary>
    public ConcurrentDictionary<int, bool> InTransactions { get; } = [];

    /// <summary>Enqueues some jobs one by one, some in bulk, and one in a transaction that commits or rolls back.</summary>
    public async Task EnqueueAsync(int count, CancellationToken ct)
    {
        await _turn.WaitAsync(ct);
        try
        {
            await Task.WhenAll(Enumerable.Range(0, Singles).Select(_ => EnqueueOneAsync(ct)));
            await EnqueueBulkAsync([.. Enumerable.Range(0, count - Singles).Select(_ => Next())], ct);
            await EnqueueInTransactionAsync(commits: random.Next(2) == 0, ct);
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    private async Task EnqueueOneAsync(CancellationToken ct)
    {
        var job = Next();
        try
        {
            Certain[job.Number] = (await jobs.EnqueueAsync(job, ct)).Id;
        }
        catch (Exception error) when (store.MayCause(error))
        {
            Doubtful[job.Number] = error;
        }
    }

    private async Task EnqueueBulkAsync(LedgerJob[] bulk, CancellationToken ct)
    {
        try
        {
            var handles = await jobs.EnqueueBatchAsync(bulk, null, null, ct);
            for (var i = 0; i < bulk.Length; i++)
            {
                Certain[bulk[i].Number] = handles[i].Id;
            }
        }
        catch (Exception error) when (store.MayCause(error))
        {
            Array.ForEach(bulk, job => Doubtful[job.Number] = error);
        }
    }

    private async Task EnqueueInTransactionAsync(bool commits, CancellationToken ct)
    {
        var job = Next();
        InTransactions[job.Number] = true;
        var isCommitting = false;
        try
        {
            await using var connection = await store.OpenAsync(ct);
            await CreateTableAsync(connection, ct);
            await using var transaction = await connection.BeginTransactionAsync(ct);
            await BookAsync(connection, transaction, job.Number, ct);
            var id = (await jobs.EnqueueAsync(job, transaction, ct)).Id;
            isCommitting = commits;
            await (commits ? transaction.CommitAsync(ct) : transaction.RollbackAsync(ct));
            if (commits)
            {
                Certain[job.Number] = id;
            }
        }
        catch (Exception error) when (store.MayCause(error))
        {
            if (isCommitting && !Certain.ContainsKey(job.Number))
            {
                Doubtful[job.Number] = error;
            }
        }
    }

    private async Task CreateTableAsync(DbConnection connection, CancellationToken ct)
    {
        if (!_hasTable)
        {
            await using var create = connection.CreateCommand();
            create.CommandText = "create table if not exists booking (number integer primary key)";
            await create.ExecuteNonQueryAsync(ct);
            _hasTable = true;
        }
    }

    private static async Task BookAsync(DbConnection connection, DbTransaction transaction, int number, CancellationToken ct)
    {
        await using var book = connection.CreateCommand();
        book.Transaction = transaction;
        book.CommandText = $"insert into booking (number) values ({number})";
        await book.ExecuteNonQueryAsync(ct);
    }

    private LedgerJob Next() => new(_next++, random.Next(5, 40));
}
