using System.Data;
using Ostinato.PostgreSql.Tests.Measuring;
using Ostinato.Storage;
using Ostinato.Storage.Conformance;

namespace Ostinato.PostgreSql.Tests.Budgets;

[Collection(MeasuredTests.Name)]
public sealed class ControlBudgetTests(MeasuredServer server) : Budget(server)
{
    [Fact]
    public async Task A_job_is_got_in_one_trip()
    {
        var id = await Store.Enqueue(New.Job());
        await Costs(1, 5, _ => Store.Job(id));
    }

    [Fact]
    public async Task A_page_is_listed_in_one_trip()
    {
        await Store.EnqueueMany([.. Enumerable.Repeat(New.Job(), 1_000)]);
        await Costs(1, 2, _ => Store.List(new JobFilter()));
    }

    [Fact]
    public Task What_is_said_of_a_queue_is_written_by_one_statement_and_a_commit() => Costs(
        1, 1, time => Store.Queues.WriteAsync(new StoredQueue { Name = "some", Revision = time }, null, CancellationToken.None).AsTask(), isTransaction: true);

    [Fact]
    public async Task A_waiting_job_is_cancelled_in_two_trips_and_a_commit()
    {
        var ids = await Store.EnqueueMany(New.Jobs(2));
        await Costs(
            2, 8, time => Store.Control.CancelAsync(ids[time], "not needed", CancellationToken.None).AsTask(), isTransaction: true);
    }

    [Fact]
    public async Task Hundreds_of_waiting_jobs_are_cancelled_in_two_trips_and_a_commit()
    {
        var ids = await Store.EnqueueMany(New.Jobs(1_000));
        await Costs(
            2, 6, time => Store.Control.CancelAsync([.. ids.Skip(time * 500).Take(500)], "not needed", CancellationToken.None).AsTask(),
            isTransaction: true);
    }

    [Fact]
    public async Task Hundreds_of_final_jobs_are_retried_in_three_trips_and_a_commit()
    {
        var ids = await Store.EnqueueMany(New.Jobs(1_000));
        await Worker.Complete(await Worker.Claim(1_000));
        await Costs(
            3, 12, time => Store.Control.RetryAsync([.. ids.Skip(time * 500).Take(500)], CancellationToken.None).AsTask(),
            isTransaction: true);
    }

    [Fact]
    public async Task A_waiting_job_is_changed_by_one_statement()
    {
        var ids = await Store.EnqueueMany(New.Jobs(2));
        var update = new JobUpdate { Priority = 1, Due = new DueTime(null, TimeSpan.FromHours(1)), Payload = "[2]"u8.ToArray() };
        await Costs(1, 1, time => Store.Control.UpdateAsync(ids[time], update, CancellationToken.None).AsTask());
    }

    [Theory]
    [InlineData(IsolationLevel.ReadCommitted, 2, 2)]
    [InlineData(IsolationLevel.RepeatableRead, 3, 4)]
    public async Task A_job_is_completed_in_its_handlers_transaction_in_two_trips_or_three(IsolationLevel isolation, int trips, int statements)
    {
        await Store.EnqueueMany(New.Jobs(2));
        var jobs = await Worker.Claim(2);
        await using var connection = await ConnectAsync();
        await Costs(
            trips,
            statements,
            async time =>
            {
                await using var transaction = await connection.BeginTransactionAsync(isolation);
                (await Worker.CompleteIn(transaction, jobs[time])).ShouldBe(CompletionResult.Written);
                await transaction.CommitAsync();
            },
            isTransaction: true);
    }

    [Fact]
    public Task Names_that_nobody_has_used_are_asked_for_together() => Costs(
        3,
        4,
        _ => Store.Control.ResumeSuspendedAsync(
            SuspensionReason.UnknownName, ["one", "two", "three"], ["first", "second"], int.MaxValue, CancellationToken.None).AsTask());

    [Fact]
    public async Task A_final_job_is_retried_in_four_trips_and_a_commit()
    {
        var ids = await Store.EnqueueMany(New.Jobs(2));
        await Worker.Complete(await Worker.Claim(2));
        await Costs(4, 10, time => Store.Control.RetryAsync(ids[time], CancellationToken.None).AsTask(), isTransaction: true);
    }

    [Fact]
    public Task What_is_due_of_schedules_is_asked_by_one_statement() =>
        Costs(1, 1, _ => Store.Schedules.DueAsync(CancellationToken.None).AsTask());

    [Fact]
    public async Task A_schedule_is_fired_in_six_trips_and_a_commit()
    {
        var at = DateTimeOffset.UnixEpoch;
        var schedule = new StoredSchedule { Name = "nightly", Definition = "{}"u8.ToArray(), NextAt = at, Revision = 0 };
        await Store.Schedules.WriteAsync(schedule, CancellationToken.None);
        await Costs(
            6,
            8,
            async time =>
            {
                var tick = new NewTick(at.AddDays(time), TickOutcome.Ran, null, New.Job());
                var firing = new Firing("nightly", 1 + time, at.AddDays(time + 1), [tick]);
                (await Store.Schedules.FireAsync(firing, CancellationToken.None)).ShouldNotBeNull();
            },
            isTransaction: true);
    }

    [Fact]
    public async Task A_job_is_deleted_in_two_trips_and_a_commit()
    {
        var ids = await Store.EnqueueMany(New.Jobs(2));
        await Costs(2, 9, time => Store.Control.DeleteAsync(ids[time], CancellationToken.None).AsTask(), isTransaction: true);
    }
}
