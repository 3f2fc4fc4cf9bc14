using System.Data;
using Npgsql;
using Ostinato.PostgreSql.Tests.Measuring;
using Ostinato.Storage;
using Ostinato.Storage.Conformance;

namespace Ostinato.PostgreSql.Tests.Plans;

/// <summary>Lets a store do once everything that is done often.</summary>
internal sealed class HotOperations(MeasuredStore measured)
{
    public const int Claimed = 100;
    private const int Few = 10;

    // Each time another one, whoever fires: ticks are not written twice.
    private static int _fired;

    private readonly IJobStore _store = measured.Store;
    private TestWorker? _worker;
    private int _times;

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
        await TellAsync(_worker);
        await ExchangeAsync(_worker);
        await _store.Promoter.PromoteAsync(Claimed, CancellationToken.None);
        await _worker.Beat();
        await FireAsync();
        await KeepPartsAsync();
        await LoseOneAsync();
        await CompleteInTransactionAsync(_worker, IsolationLevel.ReadCommitted);
        await CompleteInTransactionAsync(_worker, IsolationLevel.RepeatableRead);
        await _store.Resume(SuspensionReason.UnknownName, "job");
        await _store.Job(last);
        await _store.List(new JobFilter { States = JobStates.Any });
        await _store.List(new JobFilter { States = JobStates.Available, Queue = JobDefaults.Queue });
        await _store.List(new JobFilter { States = JobStates.Retryable });
        await _store.List(new JobFilter { FinishedFrom = DateTimeOffset.UnixEpoch, PayloadText = "{" });
        await _store.List(new JobFilter { FinishedBefore = DateTimeOffset.MaxValue, States = JobStates.Completed });
        await _store.Control.CancelAsync(last, "not needed", CancellationToken.None);
        await _store.Control.RetryAsync(last, CancellationToken.None);
        await _store.Control.DeleteAsync(last, CancellationToken.None);
        await ChangeManyAsync();
        await _store.Pruner.PruneAsync(JobState.Completed, TimeSpan.Zero, Claimed, CancellationToken.None);
        var results = await _store.Pruner.ResultsAsync(default, TimeSpan.Zero, Claimed, CancellationToken.None);
        await _store.Pruner.ExpireResultsAsync([.. results.Jobs.Select(job => job.Id), last], TimeSpan.Zero, CancellationToken.None);
    }

    /// <summary>Claims, and once more while it acknowledges what it claimed.</summary>
    private static async Task ExchangeAsync(TestWorker worker)
    {
        var claimed = await worker.Claim(Claimed);
        await worker.Exchange(
            [.. claimed.Select(job => new Acknowledgement(job, AttemptEnd.Completed, TimeSpan.FromMilliseconds(3)))],
            new ClaimRequest(JobDefaults.Queue, Claimed));
    }

    private async Task TellAsync(TestWorker worker)
    {
        var claimed = await worker.Claim(Few);
        await _store.Notes.WriteAsync(
            worker.Identity,
            [.. claimed.SelectMany(job => new[] { NoteKind.Progress, NoteKind.Checkpoint, NoteKind.Lines }, (job, kind) => new JobNote(job, kind, "{}"u8.ToArray()))],
            CancellationToken.None);
        await _store.Notes.CheckpointAsync(claimed[0].Id, CancellationToken.None);
        await _store.Notes.LinesAsync(claimed[0].Id, after: 0, CancellationToken.None);
        await worker.Acknowledge([.. claimed.Select(
            job => new Acknowledgement(
                job, AttemptEnd.Return, TimeSpan.Zero, new() { Notes = [new JobNote(job, NoteKind.Lines, "{}"u8.ToArray())] }))]);
    }

    // One of each range stays, so that something of it must be written anew.
    private async Task ChangeManyAsync()
    {
        var ready = await _store.EnqueueMany([.. Enumerable.Repeat(New.Job(queue: "many"), Few)]);
        var due = await _store.EnqueueMany([.. Enumerable.Repeat(New.Job(queue: "many", wait: TimeSpan.FromHours(1)), Few)]);
        JobId[] some = [.. ready.Skip(1), .. due.Skip(1)];
        await _store.Control.MoveAsync(some, "moved", CancellationToken.None);
        await _store.Control.CancelAsync(some[1..], "not needed", CancellationToken.None);
        await _store.Control.RetryAsync(some[2..^1], CancellationToken.None);
        await _store.Control.DeleteAsync([.. ready.Skip(2), .. due.Skip(2)], CancellationToken.None);
    }

    // A schedule that is due again and again.
    private async Task FireAsync()
    {
        var longAgo = DateTimeOffset.UnixEpoch + TimeSpan.FromHours(Interlocked.Increment(ref _fired));
        var due = new StoredSchedule { Name = "hot", Definition = "{}"u8.ToArray(), NextAt = longAgo, Revision = 0 };
        await _store.Schedules.WriteAsync(due, CancellationToken.None);
        var seen = (await _store.Schedules.DueAsync(CancellationToken.None)).Schedules.Single(one => one.Name == "hot");
        var ticks = Enumerable.Range(0, Few).Select(
            number => new NewTick(longAgo.AddMinutes(number), TickOutcome.Ran, null, New.Job(queue: "scheduled")));
        var fired = await _store.Schedules.FireAsync(new Firing("hot", seen.Revision, longAgo, [.. ticks]), CancellationToken.None);
        fired.ShouldNotBeNull().Count.ShouldBe(Few);
        await _store.Schedules.TicksAsync("hot", Few, CancellationToken.None);
    }

    // A process that dies with some jobs, one of them to be cancelled.
    private async Task LoseOneAsync()
    {
        for (var time = 0; time < Few; time++)
        {
            await _store.Enqueue(New.Job(queue: "dying"));
        }

        var dying = await _store.Join();
        var held = await dying.Claim(Claimed, "dying");
        await _store.Cancel(held[^1].Id);
        await dying.Die();
    }

    private async Task CompleteInTransactionAsync(TestWorker worker, IsolationLevel isolation)
    {
        await _store.Enqueue(New.Job(queue: "exact"));
        var held = await worker.Claim(queue: "exact");
        await using var connection = await measured.Source.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync(isolation);
        await worker.CompleteIn(transaction, held[0]);
        await transaction.CommitAsync();
        await worker.Complete(held);
    }

    // As if the partition were one that no new id falls into, with nothing in it but jobs that have ended, the last of them lately.
    private async Task KeepPartsAsync()
    {
        var sql = SqlFile.Load("Parts", measured.Schema);
        await using var connection = await measured.Source.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        var last = await ScalarAsync<long>(connection, $"select last_value from {measured.Schema}.job_id");
        await using var trip = new Trip(new NpgsqlBatch(connection, transaction), prepares: true, new TripCount())
            .Add($"update {measured.Schema}.part set lo = 5000001, hi = 6000001")
            .Add($"select setval('{measured.Schema}.job_id', 6000001)")
            .Add(sql["pin"])
            .Add(sql["closed"]).With(TimeSpan.FromDays(20)).With(Claimed)
            .Add(sql["forget"]).With(5_000_001L).With(6_000_001L).With(TimeSpan.FromDays(1)).With(Claimed)
            .Add($"select setval('{measured.Schema}.job_id', {last})");
        await trip.RunAsync();
        await transaction.RollbackAsync();
    }

    private static async Task<T> ScalarAsync<T>(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync()).ShouldNotBeNull();
    }

    // The store looks by itself only now and then.
    private async Task LookAsync()
    {
        var sql = SqlFile.Load("Waking", measured.Schema);
        await using var connection = await measured.Source.OpenConnectionAsync();
        await using var trip = new Trip(new NpgsqlBatch(connection), prepares: true, new TripCount())
            .Add(sql["look"]).With([1]).With([(short)0]).With([0L]).With([(short)10]);
        await trip.RunAsync();
    }
}
