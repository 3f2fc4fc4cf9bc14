using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Ostinato.PostgreSql.Tests.BadInput;

/// <summary>
/// A server that is gone for a while, under two processes at work. OSTINATO_OUTAGE_SECONDS says for how long; 8 s unless it is set.
/// </summary>
public sealed class OutageTests(Outage outage, ITestOutputHelper output) : IClassFixture<Outage>
{
    // Of each process the dispatcher, each loop that uses the store, what listens, and what looks.
    private const int MostLines = 24;

    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(15);

    [Fact]
    public void Every_job_whose_enqueue_had_returned_completes() => outage.Completed.ShouldBe(outage.Enqueued);

    [Fact]
    public void No_handler_runs_to_its_end_twice() =>
        outage.Runs.Where(job => job.Value > 1).ShouldBeEmpty("nobody was declared dead, so that all outcomes count");

    [Fact]
    public void Jobs_that_ran_when_the_server_went_away_end_in_their_first_attempt() => outage.AttemptsOfHeld.Distinct().ShouldBe([1]);

    [Fact]
    public void An_enqueue_meanwhile_is_refused() => outage.Refusal.Message.ShouldContain("cannot be reached");

    [Fact]
    public void Meanwhile_no_process_says_that_it_is_ready() =>
        outage.HealthMeanwhile.ShouldBe([HealthStatus.Unhealthy, HealthStatus.Unhealthy]);

    [Fact]
    public void The_log_says_each_change_once()
    {
        foreach (var line in outage.Lines)
        {
            output.WriteLine($"{line.At:c} {line.Host} {line.Level} {line.Id} {line.Text}");
        }

        outage.Lines.Count.ShouldBeLessThanOrEqualTo(MostLines);
    }

    [Fact]
    public void Jobs_and_loops_go_on_by_themselves_soon_after_the_server_is_back()
    {
        output.WriteLine(outage.ToString());
        outage.UntilCompleted.ShouldBeLessThan(Soon);
        outage.UntilReady.ShouldBeLessThan(Soon);
        outage.UntilListening.ShouldBeLessThan(Soon);
    }
}
