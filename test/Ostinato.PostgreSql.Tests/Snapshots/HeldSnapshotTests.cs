using System.Data;
using Npgsql;
using Ostinato.PostgreSql.Tests.Measuring;
using Ostinato.PostgreSql.Tests.Plans;
using Ostinato.Storage;
using Ostinato.Storage.Conformance;

namespace Ostinato.PostgreSql.Tests.Snapshots;

/// <summary>While somebody holds an old snapshot, the server can clear away nothing of what a queue leaves behind.</summary>
[Collection(MeasuredTests.Name)]
public sealed class HeldSnapshotTests(MeasuredServer server) : IAsyncLifetime
{
    private const int Jobs = 100_000;
    private const int Batch = 100;
    private const int MostMore = 12;

    // As many jobs a second as a machine may do: the floor follows by time, and not by jobs.
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(5);

    private readonly SteppingTime _time = new();
    private MeasuredStore _measured = null!;
    private TestWorker _worker = null!;
    private NpgsqlConnection _reader = null!;

    public async ValueTask InitializeAsync()
    {
        _measured = await server.OpenAsync(options: PlanLog.Options, time: _time);
        _worker = await _measured.Store.Join();
        await _measured.Store.Enqueue(New.Job());
        await FillAsync();
        _reader = await server.ConnectAsync();
        await HoldSnapshotAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _reader.DisposeAsync();
        await _measured.DisposeAsync();
        await server.ExecuteAsync($"drop schema {_measured.Schema} cascade");
    }

    [Fact]
    public async Task A_claim_touches_no_more_pages_after_a_hundred_thousand_jobs_than_before()
    {
        var plans = await new PlanLog(server).ReadAsync(RunAsync);

        var claims = ClaimsFromFloors(plans);
        claims.Count.ShouldBeGreaterThan(Jobs / Batch * 9 / 10);
        var early = claims.Skip(100).Take(50).Average();
        claims.Skip(100).Max().ShouldBeLessThanOrEqualTo((long)early + MostMore);
    }

    [Fact]
    public async Task A_probe_from_the_floor_touches_few_pages_however_many_jobs_were_there()
    {
        await RunAsync();
        await _measured.Store.EnqueueMany(New.Jobs(3));
        await _worker.Claim();
        _time.Step(TimeSpan.FromMilliseconds(500));

        var plans = await new PlanLog(server).ReadAsync(() => _worker.Claim());

        ClaimsFromFloors(plans).ShouldHaveSingleItem().ShouldBeLessThanOrEqualTo(MostMore);
    }

    [Fact]
    public async Task A_job_that_comes_alone_touches_no_more_pages_after_a_thousand_than_before_whatever_the_server_counted_meanwhile()
    {
        await RunAsync();
        await LiveAsync(100);
        var early = await PagesAsync();
        await LiveAsync(1_000);
        await server.ExecuteAsync($"analyze {_measured.Schema}.ready, {_measured.Schema}.lease, {_measured.Schema}.done");
        await LiveAsync(50);

        (await PagesAsync()).ShouldBeLessThanOrEqualTo(early + MostMore);
    }

    // One after the other: each finds the line empty.
    private async Task LiveAsync(int jobs)
    {
        for (var job = 0; job < jobs; job++)
        {
            await _measured.Store.Enqueue(New.Job());
            var claimed = await _worker.ClaimOne();
            await _worker.Complete(claimed);
            _time.Step(Step);
        }
    }

    // Of a job, without the sweeps.
    private async Task<double> PagesAsync()
    {
        const int Jobs = 50;
        var plans = await new PlanLog(server).ReadAsync(() => LiveAsync(Jobs));
        return plans
            .Where(plan => !plan.Nodes.Any(node => node.Kind == "Function Scan" && node.Rows >= ClaimRule.Lines / 2))
            .Sum(plan => plan.Pages) / (double)Jobs;
    }

    private async Task HoldSnapshotAsync()
    {
        var transaction = await _reader.BeginTransactionAsync(IsolationLevel.RepeatableRead);
        await using var command = new NpgsqlCommand($"select count(*) from {_measured.Schema}.ready", _reader, transaction);
        await command.ExecuteScalarAsync();
    }

    // Sweeps look at more than twice as many places.
    private List<long> ClaimsFromFloors(IReadOnlyList<Plan> plans)
    {
        var sql = SqlFile.Load("Claim", _measured.Schema)["claim"];
        return [.. plans
            .Where(plan => plan.Query == sql && plan.Nodes.First(node => node.Kind == "Function Scan").Rows < ClaimRule.Lines / 2)
            .Select(plan => plan.Nodes.Where(node => node.Index == "ready_line").Sum(node => node.Pages))];
    }

    private async Task RunAsync()
    {
        IReadOnlyList<ClaimedJob> held = [];
        do
        {
            var ended = held.Select(job => new Acknowledgement(job, AttemptEnd.Completed, TimeSpan.FromMilliseconds(3)));
            held = (await _worker.Exchange([.. ended], new ClaimRequest(JobDefaults.Queue, Batch))).Claimed;
            _time.Step(Step);
        }
        while (held.Count > 0);
    }

    private async Task FillAsync()
    {
        var filling = SqlFile.Load("Filling", _measured.Schema, typeof(PlanStages).Assembly);
        foreach (var place in (string[])["ready", "job"])
        {
            await server.ExecuteAsync(filling[place].Replace("$1", $"{Jobs}", StringComparison.Ordinal));
        }

        await server.ExecuteAsync($"select setval('{_measured.Schema}.position', {Jobs})");
    }
}
