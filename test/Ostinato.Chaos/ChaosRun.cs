using Microsoft.Extensions.DependencyInjection;
using Ostinato.Chaos.Worker;

namespace Ostinato.Chaos;

/// <summary>Several worker processes on one store, a client that keeps enqueueing, and a hand that kills and pauses.</summary>
internal sealed class ChaosRun : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly string _folder = Directory.CreateTempSubdirectory("ostinato-ledgers-").FullName;
    private readonly List<WorkerProcess> _alive = [];
    private readonly ServiceProvider _services;
    private readonly CancellationToken _ct;
    private readonly int _poisonAfter;

    public ChaosRun(ChaosStore store, int seed, CancellationToken ct, int poisonAfter = 1_000)
    {
        (Store, Seed, Random, _ct, _poisonAfter) = (store, seed, new Random(seed), ct, poisonAfter);
        _services = new ServiceCollection()
            .AddOstinato(o =>
            {
                store.AddTo(o);
                o.AddOstinatoChaosWorkerJobs();
            })
            .BuildServiceProvider();
        Enqueuer = new Enqueuer(store, Jobs, new Random(seed));
    }

    public ChaosStore Store { get; }

    public int Seed { get; }

    public Random Random { get; }

    public Enqueuer Enqueuer { get; }

    public IJobClient Jobs => _services.GetRequiredService<IJobClient>();

    public IJobAdmin Admin => _services.GetRequiredService<IJobAdmin>();

    public bool BeatsQuickly { get; init; } = true;

    /// <summary>Every process that ever ran.</summary>
    public List<WorkerProcess> All { get; } = [];

    public IReadOnlyList<WorkerProcess> Alive => _alive;

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

    public Task EnqueueAsync(int count) => Enqueuer.EnqueueAsync(count, _ct);

    public async Task KillOneAsync()
    {
        await KillAsync(Any());
        Launch();
    }

    public async Task KillAsync(WorkerProcess victim)
    {
        _alive.Remove(victim);
        await victim.KillAsync(_ct);
        Kills++;
    }

    /// <summary>Pauses a process for a moment that nobody else notices, and lets it wake.</summary>
    public async Task PauseOneBrieflyAsync(Func<Task> meanwhile)
    {
        var victim = Any();
        await victim.PauseAsync(_ct);
        try
        {
            await meanwhile();
        }
        finally
        {
            victim.Wake();
        }
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
                "the paused process is declared dead", Patience, _ct, () => SituationAsync(victim));
        }
        finally
        {
            victim.Wake();
        }

        Pauses++;
        await Until.TrueAsync(
            async () => (await Admin.ProcessesAsync(_ct)).Any(process => process.Description.ProcessId == victim.Id),
            "the woken process joins again", Patience, _ct);
        await Until.TrueAsync(
            () => victim.Output.Contains("was declared dead", StringComparison.Ordinal), "the woken process is told", Patience, _ct);
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
        () => LookAsync(async () => (await Admin.Queues.ListAsync(_ct)).All(queue => queue.Counts.All(count => count.Key.IsFinal()))),
        "every job is final", timeout, _ct, () => SituationAsync());

    /// <summary>Waits until those that were killed are declared dead. Nobody else waits for one that held nothing.</summary>
    public Task UntilTheDeadAreGoneAsync(TimeSpan timeout) => Until.TrueAsync(
        () => LookAsync(async () =>
            (await Admin.ProcessesAsync(_ct)).All(process => _alive.Exists(worker => worker.Id == process.Description.ProcessId))),
        "the dead are gone", timeout, _ct, () => SituationAsync());

    /// <summary>Waits until each process that lives has written of a job that it ran.</summary>
    public async Task<TimeSpan> UntilEachWorksAsync(TimeSpan timeout)
    {
        var startedAt = TimeProvider.System.GetTimestamp();
        var waiting = _alive.ToDictionary(worker => worker, LedgerReader.LengthOf);
        await Until.TrueAsync(
            () =>
            {
                waiting.Where(entry => LedgerReader.LengthOf(entry.Key) > entry.Value).ToList().ForEach(entry => waiting.Remove(entry.Key));
                return Task.FromResult(waiting.Count == 0);
            },
            "every process that lives runs jobs", timeout, _ct,
            async () => $"Idle: {string.Join(", ", waiting.Keys.Select(worker => worker.Number))}. {await SituationAsync()}");
        return TimeProvider.System.GetElapsedTime(startedAt);
    }

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
        Enqueuer.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Pauses a process in the middle of its work, but not at a moment at which that stops the others.</summary>
    private async Task<WorkerProcess> PauseAtWorkAsync()
    {
        while (true)
        {
            var victim = Any();
            var before = LedgerReader.LengthOf(victim);
            await Until.TrueAsync(
                async () =>
                {
                    await EnqueueAsync(20);
                    return LedgerReader.LengthOf(victim) > before;
                },
                "the victim is at work when it is paused", Patience, _ct, () => SituationAsync(victim));
            await victim.PauseAsync(_ct);
            if (await Store.CanWriteAsync(_ct))
            {
                return victim;
            }

            victim.Wake();
        }
    }

    // The last fault may have hit a connection of the test's own, which shows when that is used next.
    private async Task<bool> LookAsync(Func<Task<bool>> look)
    {
        try
        {
            return await look();
        }
        catch (Exception error) when (Store.MayCause(error))
        {
            return false;
        }
    }

    private async Task<string> SituationAsync(WorkerProcess? victim = null)
    {
        var processes = (await Admin.ProcessesAsync(_ct))
            .Select(process => $"{process.Process} pid {process.Description.ProcessId} beat {process.LastBeatAt:O}");
        var counts = (await Admin.Queues.ListAsync(_ct))
            .SelectMany(queue => queue.Counts, (queue, count) => $"{queue.Name} {count.Key} {count.Value}");
        var outputs = _alive.Select(worker => $"--- worker {worker.Number} pid {worker.Id}\n{worker.Output}");
        return $"Seed {Seed}. Paused: {victim?.Id}. Others can write: {await Store.CanWriteAsync(_ct)}. "
            + $"Stored for certain: {Enqueuer.Certain.Count}, in doubt: {Enqueuer.Doubtful.Count}. Jobs: {string.Join("; ", counts)}. "
            + $"Ledgers: {string.Join(", ", _alive.Select(worker => $"{worker.Number}: {LedgerReader.LengthOf(worker)}"))}. "
            + $"Registered: {string.Join("; ", processes)}\n{string.Join('\n', outputs)}";
    }

    private WorkerProcess Any() => _alive[Random.Next(_alive.Count)];

    private WorkerProcess Launch()
    {
        var ledger = Path.Combine(_folder, $"ledger-{All.Count}.txt");
        var arguments = new WorkerArguments(Store.Name, Store.WorkerConnection, ledger, _poisonAfter, BeatsQuickly);
        var worker = new WorkerProcess(arguments, All.Count);
        All.Add(worker);
        _alive.Add(worker);
        return worker;
    }
}
