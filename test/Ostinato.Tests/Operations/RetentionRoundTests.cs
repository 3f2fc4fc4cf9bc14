using Microsoft.Extensions.Logging.Abstractions;
using Ostinato.Operations;
using Ostinato.Storage;
using Ostinato.Telemetry;
using Ostinato.Testing;
using Ostinato.Tests.Jobs;

namespace Ostinato.Tests.Operations;

public sealed class RetentionRoundTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task A_round_that_finds_no_end_stops_each_state_after_an_interval()
    {
        var pruner = new Pruner(_time, TimeSpan.FromSeconds(20)) { IsEndless = true };

        await Rounds(pruner, 1);

        pruner.Steps.ShouldBe(new Dictionary<JobState, int>
        {
            [JobState.Completed] = 3,
            [JobState.Cancelled] = 3,
            [JobState.Discarded] = 3,
        });
    }

    [Fact]
    public async Task A_state_is_looked_through_once_in_a_thousandth_of_the_time_for_which_it_is_kept()
    {
        var pruner = new Pruner(_time, TimeSpan.Zero);

        await Rounds(pruner, 60);

        pruner.Steps.ShouldBe(new Dictionary<JobState, int>
        {
            [JobState.Completed] = 60,
            [JobState.Cancelled] = 30,
            [JobState.Discarded] = 3,
        });
    }

    [Fact]
    public async Task What_a_round_left_is_taken_by_the_next()
    {
        var pruner = new Pruner(_time, TimeSpan.FromMinutes(1)) { IsEndless = true };

        await Rounds(pruner, 2);

        pruner.Steps[JobState.Discarded].ShouldBe(2);
    }

    [Fact]
    public async Task A_payload_says_how_long_its_jobs_are_kept_under_all_its_names_unless_the_configuration_does()
    {
        var receipt = new JobDefinition<Alpha>("receipt", HandMade.Json<Alpha>()) { KeepFor = TimeSpan.FromHours(3), Aliases = ["bon"] };
        var other = new JobDefinition<Beta>("other", HandMade.Json<Beta>());
        var ages = CarefulPruner.AgesOf(new JobRegistry([receipt, other], [], []));
        await using var store = new MemoryJobStore(new MemoryStoreOptions(), _time);
        var careful = new CarefulPruner(store, new Archives([], _time, NullLogger.Instance), ages, _time);
        var options = new RetentionOptions { Kinds = { ["receipt"] = new KindRetention { Completed = TimeSpan.FromMinutes(10) } } };

        careful.Rules(options, JobState.Completed).ShouldBe(
            new Dictionary<string, TimeSpan> { ["receipt"] = TimeSpan.FromMinutes(10), ["bon"] = TimeSpan.FromHours(3) }, ignoreOrder: true);
        careful.Rules(options, JobState.Discarded).ShouldBe(
            new Dictionary<string, TimeSpan> { ["receipt"] = TimeSpan.FromHours(3), ["bon"] = TimeSpan.FromHours(3) }, ignoreOrder: true);
        careful.IsNeeded(new RetentionOptions(), JobState.Cancelled).ShouldBeTrue();
    }

    private async Task Rounds(Pruner pruner, int number)
    {
        var options = new RetentionOptions
        {
            Interval = TimeSpan.FromMinutes(1),
            StepSize = 100,
            Completed = TimeSpan.FromHours(1),
            Cancelled = TimeSpan.FromMinutes(2 * 1_000),
            Discarded = TimeSpan.FromDays(14),
        };
        using var instruments = new Instruments();
        using var store = new MemoryJobStore(new MemoryStoreOptions(), _time);
        var careful = new CarefulPruner(store, new Archives([], _time, NullLogger.Instance), new Dictionary<string, TimeSpan>(), _time);
        var retention = new Retention(pruner, careful, () => options, _time, instruments, NullLogger.Instance);
        for (var round = 0; round < number; round++)
        {
            await retention.RoundAsync(CancellationToken.None);
            _time.Advance(options.Interval);
        }
    }

    /// <summary>Takes its time for each step.</summary>
    private sealed class Pruner(FakeTimeProvider time, TimeSpan perStep) : IJobPruner
    {
        /// <summary>Whether it always finds as many as it may take.</summary>
        public bool IsEndless { get; init; }

        public Dictionary<JobState, int> Steps { get; } = [];

        public ValueTask<int> PruneAsync(JobState state, TimeSpan olderThan, int limit, CancellationToken ct)
        {
            time.Advance(perStep);
            Steps[state] = Steps.GetValueOrDefault(state) + 1;
            return new(IsEndless ? limit : 0);
        }

        public ValueTask<int> RemoveAsync(IReadOnlyList<JobId> ids, DateTimeOffset endedBefore, CancellationToken ct) =>
            throw new InvalidOperationException("Nothing is to be looked at by itself.");

        public ValueTask<AgedResults> ResultsAsync(ResultPosition after, TimeSpan olderThan, int limit, CancellationToken ct) =>
            throw new InvalidOperationException("Nobody asks for results.");

        public ValueTask<int> ExpireResultsAsync(IReadOnlyList<JobId> ids, TimeSpan olderThan, CancellationToken ct) =>
            throw new InvalidOperationException("Nobody asks for results.");
    }
}
