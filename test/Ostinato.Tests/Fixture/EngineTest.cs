using Ostinato.Storage;
using Ostinato.Testing;

namespace Ostinato.Tests;

/// <summary>One or more processes over one in-memory store, on a clock that the test moves.</summary>
public abstract class EngineTest : IAsyncDisposable
{
    private const int Spins = 200;

    private readonly List<Engine> _engines = [];
    private int _built;

    private bool IsBusy => _engines.Any(engine => engine.IsBusy);

    private protected FakeTimeProvider Time { get; } = new();

    private protected Recorder Recorder { get; } = new();

    private protected MemoryJobStore Memory => field ??= new MemoryJobStore(new MemoryStoreOptions { MaxJobs = 2_000_000, MaxFinalJobs = 2_000_000 }, Time);

    /// <summary>After every test each job must have one place, and all counts must agree.</summary>
    public async ValueTask DisposeAsync()
    {
        Recorder.OpenAll();
        foreach (var engine in _engines.ToList())
        {
            await KillAsync(engine);
        }

        Memory.VerifyPlaces();
        GC.SuppressFinalize(this);
    }

    private protected async Task<Engine> StartAsync(EngineSetup? setup = null)
    {
        var engine = Build(setup);
        await engine.Host.StartAsync();
        await SettleAsync();
        return engine;
    }

    private protected Engine Build(EngineSetup? setup = null)
    {
        // The name is never used again: a dead engine may leave handlers behind that wait under it.
        var engine = new Engine($"engine {++_built}", setup ?? new EngineSetup(), new ScriptedStore(Memory), Time, Recorder);
        _engines.Add(engine);
        return engine;
    }

    /// <summary>Ends a process without a goodbye. What its handlers still do, they do for nothing.</summary>
    private protected async Task KillAsync(Engine engine)
    {
        _engines.Remove(engine);
        engine.Store.Freeze();
        await ((IAsyncDisposable)engine.Host).DisposeAsync();
    }

    /// <summary>On a clock that stands still jobs take no time. After this the process knows them to be short, and fetches ahead.</summary>
    private protected async Task LearnThatJobsAreShortAsync(Engine engine)
    {
        var id = await engine.EnqueueAsync(new Work("short", Act.Wait));
        await Recorder.StartedAsync("short");
        Time.Advance(TimeSpan.FromMilliseconds(1));
        Recorder.Open("short");
        await engine.UntilAsync(id, JobState.Completed);
    }

    /// <summary>Waits until nothing moves but time: no wake-up is unanswered, and every handler waits for the test.</summary>
    private protected async Task SettleAsync()
    {
        var spin = default(SpinWait);
        while (IsBusy && spin.Count < Spins)
        {
            spin.SpinOnce(sleep1Threshold: -1);
        }

        await Eventually.TrueAsync(() => !IsBusy, "the engine waits for the clock");
    }

    /// <summary>Moves the clock, stopping wherever something is due and letting it happen.</summary>
    private protected async Task AdvanceAsync(TimeSpan by)
    {
        var end = Time.GetTimestamp() + by.Ticks;
        await SettleAsync();
        while (Time.GetTimestamp() < end)
        {
            var rest = TimeSpan.FromTicks(end - Time.GetTimestamp());
            Time.Advance(Time.NextTimer is { } next && next < rest ? next : rest);
            await SettleAsync();
        }
    }
}
