using Microsoft.Extensions.Logging.Abstractions;
using Ostinato.Operations;
using Ostinato.Storage;
using Ostinato.Telemetry;
using Ostinato.Testing;

namespace Ostinato.Tests.Operations;

public sealed class RetentionRoundTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task A_round_that_finds_no_end_stops_each_state_after_an_interval()
    {
        var options = new RetentionOptions { Interval = TimeSpan.FromMinutes(1), StepSize = 100 };
        var pruner = new EndlessPruner(_time, TimeSpan.FromSeconds(20));
        using var instruments = new Instruments();
        var retention = new Retention(pruner, () => options, _time, instruments, NullLogger.Instance);

        await retention.RoundAsync(CancellationToken.None);

        pruner.Steps.ShouldBe(new Dictionary<JobState, int>
        {
            [JobState.Completed] = 3,
            [JobState.Cancelled] = 3,
            [JobState.Discarded] = 3,
        });
    }

    /// <summary>Always finds as many as it may take, and takes its time for them.</summary>
    private sealed class EndlessPruner(FakeTimeProvider time, TimeSpan perStep) : IJobPruner
    {
        public Dictionary<JobState, int> Steps { get; } = [];

        public ValueTask<int> PruneAsync(JobState state, TimeSpan olderThan, int limit, CancellationToken ct)
        {
            time.Advance(perStep);
            Steps[state] = Steps.GetValueOrDefault(state) + 1;
            return new(limit);
        }
    }
}
