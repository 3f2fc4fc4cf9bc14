using Npgsql;
using Ostinato.PostgreSql.Tests.Measuring;
using Ostinato.Storage;
using Ostinato.Storage.Conformance;

namespace Ostinato.PostgreSql.Tests.Plans;

/// <summary>Lets a store do once everything that is done often.</summary>
internal sealed class HotOperations(MeasuredStore measured) : IAsyncDisposable
{
    public const int Claimed = 100;
    private const int Few = 10;

    private readonly IJobStore _store = measured.Store;
    private TestWorker? _worker;
    private int _times;
    private NpgsqlConnection? _lookout;

    public async Task RunAsync()
    {
        _worker ??= await _store.Join();
        await _store.EnqueueMany([.. Enumerable.Repeat(New.Job(queue: "bulk"), 1_000)]);
        for (var time = 1; time < Few; time++)
        {
            await _store.Enqueue(New.Job());
        }

        var last = await _store.Enqueue(New.Job());
        await _store.Enqueue(New.Job(wait: TimeSpan.FromHours(1)));
        await _store.Insert(New.Job(queue: "unique", unique: New.Key($"{_times++}")));
        await LookAsync();
        await ExchangeAsync(_worker);
        await _store.Promoter.PromoteAsync(Claimed, CancellationToken.None);
        await _worker.Beat();
        await _store.Pruner.PruneAsync(JobState.Completed, TimeSpan.FromHours(12), Claimed, CancellationToken.None);
        await _store.Job(last);
        await _store.List(new JobFilter { States = JobStates.Any });
        await _store.List(new JobFilter { States = JobStates.Available, Queue = JobDefaults.Queue });
        await _store.List(new JobFilter { States = JobStates.Retryable });
        await _store.List(new JobFilter { FinishedFrom = DateTimeOffset.UnixEpoch, PayloadText = "{" });
        await _store.List(new JobFilter { FinishedBefore = DateTimeOffset.MaxValue, States = JobStates.Completed });
        await _store.Control.CancelAsync(last, "not needed", CancellationToken.None);
        await _store.Control.RetryAsync(last, CancellationToken.None);
        await _store.Control.DeleteAsync(last, CancellationToken.None);
    }

    /// <summary>Claims, and once more while it acknowledges what it claimed.</summary>
    private static async Task ExchangeAsync(TestWorker worker)
    {
        var claimed = await worker.Claim(Claimed);
        await worker.Exchange(
            [.. claimed.Select(job => new Acknowledgement(job, AttemptEnd.Completed, TimeSpan.FromMilliseconds(3)))],
            new ClaimRequest(JobDefaults.Queue, Claimed));
    }

    // The store looks by itself only now and then, and in a session that it keeps.
    private async Task LookAsync()
    {
        _lookout ??= await measured.Source.OpenConnectionAsync();
        var sql = SqlFile.Load("Waking", measured.Schema);
        await using var trip = new Trip(new NpgsqlBatch(_lookout), prepares: true, new TripCount())
            .Add(sql["pin"])
            .Add(sql["look"]).With([1]).With([(short)0]).With([0L]).With([(short)10]);
        await trip.RunAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_lookout is not null)
        {
            await _lookout.DisposeAsync();
        }
    }
}
