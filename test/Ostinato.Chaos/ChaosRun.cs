using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Ostinato.Chaos.Worker;

namespace Ostinato.Chaos;

/// <summary>Several worker processes on one database file, a client that keeps enqueueing, and a hand that kills and pauses.</summary>
internal sealed class ChaosRun : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ostinato-chaos-").FullName;
    private readonly List<WorkerProcess> _alive = [];
    private readonly Random _random;
    private readonly ServiceProvider _services;
    private readonly CancellationToken _ct;
    private readonly int _poisonAfter;

    public ChaosRun(int seed, CancellationToken ct, int poisonAfter = 1_000)
    {
        (_random, _ct, _poisonAfter) = (new Random(seed), ct, poisonAfter);
        Database = Path.Combine(_folder, "jobs.db");
        _services = new ServiceCollection()
            .AddOstinato(o => o.UseSqlite($"Data Source={Database}").AddOstinatoChaosWorkerJobs())
            .BuildServiceProvider();
    }

    public string Database { get; }

    public IJobClient Jobs => _services.GetRequiredService<IJobClient>();

    public IJobAdmin Admin => _services.GetRequiredService<IJobAdmin>();

    /// <summary>Every process that ever ran.</summary>
    public List<WorkerProcess> All { get; } = [];

    /// <summary>The numbers of the jobs that must exist.</summary>
    public Dictionary<int, JobId> Expected { get; } = [];

    public int Kills { get; private set; }

    public int Pauses { get; private set; }

    public async Task StartWorkersAsync(int count)
    {
        var started = Enumerable.Range(0, count).Select(_ => Launch()).ToList();
        foreach (var worker in started)
        {
            await worker.ReadyAsync(_ct);
        }
    }

    /// <summary>Enqueues some jobs one by one, some in bulk, and some in a transaction that commits or rolls back.</summary>
    public async Task EnqueueAsync(int count)
    {
        var numbers = Enumerable.Range(Expected.Count, count).ToList();
        foreach (var number in numbers.Take(5))
        {
            Expected[number] = (await Jobs.EnqueueAsync(Job(number), _ct)).Id;
        }

        var bulk = numbers.Skip(5).ToList();
        var handles = await Jobs.EnqueueBatchAsync([.. bulk.Select(Job)], null, null, _ct);
        for (var i = 0; i < bulk.Count; i++)
        {
            Expected[bulk[i]] = handles[i].Id;
        }

        await EnqueueInTransactionAsync(commits: _random.Next(2) == 0);
    }

    public async Task KillOneAsync()
    {
        var victim = _alive[_random.Next(_alive.Count)];
        _alive.Remove(victim);
        await victim.KillAsync(_ct);
        Kills++;
        Launch();
    }

    /// <summary>Pauses a process until the others have declared it dead, and lets it wake.</summary>
    public async Task PauseOnePastItsDeathAsync()
    {
        foreach (var worker in _alive)
        {
            await worker.ReadyAsync(_ct);
        }

        var victim = await PauseAtWorkAsync();
        try
        {
            await Until.TrueAsync(
                async () => (await Admin.ProcessesAsync(_ct)).All(process => process.Description.ProcessId != victim.Id),
                "the paused process is declared dead", TimeSpan.FromMinutes(2), _ct, () => SituationAsync(victim));
        }
        finally
        {
            victim.Wake();
        }

        Pauses++;
        await Until.TrueAsync(
            async () => (await Admin.ProcessesAsync(_ct)).Any(process => process.Description.ProcessId == victim.Id),
            "the woken process joins again", TimeSpan.FromMinutes(2), _ct);
        await Until.TrueAsync(
            () => victim.Output.Contains("was declared dead", StringComparison.Ordinal), "the woken process is told", TimeSpan.FromMinutes(2), _ct);
    }

    /// <summary>
    /// Pauses a process in the middle of its work, but not in the middle of a commit: a paused process that holds SQLite's write lock stops
    /// everybody until it wakes, and nobody could declare it dead.
    /// </summary>
    private async Task<WorkerProcess> PauseAtWorkAsync()
    {
        while (true)
        {
            var victim = _alive[_random.Next(_alive.Count)];
            var before = LedgerReader.Read(victim).Count;
            await Until.TrueAsync(
                async () =>
                {
                    await EnqueueAsync(20);
                    return LedgerReader.Read(victim).Count > before;
                },
                "the victim is at work when it is paused", TimeSpan.FromMinutes(2), _ct, () => SituationAsync(victim));
            await victim.PauseAsync(_ct);
            if (await CanWriteAsync())
            {
                return victim;
            }

            victim.Wake();
        }
    }

    private async Task<bool> CanWriteAsync()
    {
        await using var connection = new SqliteConnection($"Data Source={Database}");
        await connection.OpenAsync(_ct);
        await using var probe = connection.CreateCommand();
        probe.CommandText = "begin immediate";
        probe.CommandTimeout = 1;
        try
        {
            await probe.ExecuteNonQueryAsync(_ct);
            probe.CommandText = "rollback";
            await probe.ExecuteNonQueryAsync(_ct);
            return true;
        }
        catch (SqliteException error) when (error.SqliteErrorCode == 5)
        {
            return false;
        }
    }

    /// <summary>Starts a process, and waits until a job has killed it.</summary>
    public async Task LoseOneAsync()
    {
        var worker = Launch();
        await worker.DiedAsync(_ct).WaitAsync(TimeSpan.FromSeconds(60), _ct);
        _alive.Remove(worker);
    }

    public List<LedgerLine> Ledger() => [.. All.SelectMany(LedgerReader.Read)];

    public Task UntilAllFinalAsync(TimeSpan timeout) => Until.TrueAsync(
        async () => (await Admin.Queues.ListAsync(_ct)).All(queue => queue.Counts.All(count => count.Key.IsFinal())),
        "every job is final", timeout, _ct);

    public async Task StopWorkersAsync()
    {
        foreach (var worker in _alive)
        {
            (await worker.StopAsync(_ct)).ShouldBe(0, worker.Output);
        }

        _alive.Clear();
    }

    public async ValueTask DisposeAsync()
    {
        All.ForEach(worker => worker.Dispose());
        await _services.DisposeAsync();
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task<string> SituationAsync(WorkerProcess victim)
    {
        var processes = (await Admin.ProcessesAsync(_ct))
            .Select(process => $"{process.Process} pid {process.Description.ProcessId} beat {process.LastBeatAt:O}");
        var outputs = _alive.Select(worker => $"--- worker {worker.Number} pid {worker.Id}\n{worker.Output}");
        return $"Paused: pid {victim.Id}. Others can write: {await CanWriteAsync()}. Registered: {string.Join("; ", processes)}\n"
            + string.Join('\n', outputs);
    }

    private WorkerProcess Launch()
    {
        var worker = new WorkerProcess(_folder, Database, All.Count, _poisonAfter);
        All.Add(worker);
        _alive.Add(worker);
        return worker;
    }

    private async Task EnqueueInTransactionAsync(bool commits)
    {
        await using var connection = new SqliteConnection($"Data Source={Database}");
        await connection.OpenAsync(_ct);
        await using var transaction = await connection.BeginTransactionAsync(_ct);
        var number = Expected.Count;
        var handle = await Jobs.EnqueueAsync(Job(number), transaction, _ct);
        if (commits)
        {
            await transaction.CommitAsync(_ct);
            Expected[number] = handle.Id;
        }
        else
        {
            await transaction.RollbackAsync(_ct);
        }
    }

    private LedgerJob Job(int number) => new(number, _random.Next(5, 40));
}
