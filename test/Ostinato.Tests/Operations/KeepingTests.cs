using Microsoft.Extensions.DependencyInjection;

namespace Ostinato.Tests.Operations;

/// <summary>Kinds that are kept for a time of their own, and archives that see jobs before they go.</summary>
public sealed class KeepingTests : EngineTest
{
    private const int Failed = 511;
    private const int Works = 512;
    private static readonly TimeSpan OneHour = TimeSpan.FromHours(1);

    [Fact]
    public async Task A_kind_is_kept_for_the_time_that_the_configuration_says_and_others_for_theirs()
    {
        var engine = await StartAsync(new()
        {
            Configuration = new()
            {
                ["Ostinato:Retention:Completed"] = "01:00:00",
                ["Ostinato:Retention:Kinds:sum:Completed"] = "03:00:00",
                ["Ostinato:Retention:Kinds:digest:Completed"] = "00:10:00",
                ["Ostinato:Retention:Kinds:digest:Discarded"] = "00:00:00",
            },
        });
        var work = await DoneAsync(engine, new Work("a"));
        var sum = await DoneAsync(engine, new Sum(1, 2));
        var digest = await DoneAsync(engine, new Digest(1, "a"));

        await PassAsync(TimeSpan.FromMinutes(11));
        await GoneAsync(engine, digest);
        (await engine.GetAsync(work)).State.ShouldBe(JobState.Completed);

        await PassAsync(TimeSpan.FromMinutes(51));
        await GoneAsync(engine, work);
        (await engine.GetAsync(sum)).State.ShouldBe(JobState.Completed);

        await PassAsync(TimeSpan.FromHours(2));
        await GoneAsync(engine, sum);
    }

    [Fact]
    public async Task An_archive_sees_all_of_a_job_before_it_goes()
    {
        var (engine, archive) = await StartWithArchiveAsync();
        var done = await DoneAsync(engine, new Sum(1, 2));
        var failed = await engine.EnqueueAsync(new Work("b", Act.ThrowDiscarded));
        await engine.UntilAsync(failed, JobState.Discarded);

        await PassAsync(OneHour * 2);

        await GoneAsync(engine, done);
        await GoneAsync(engine, failed);
        var seen = archive.Seen.ToDictionary(job => job.Id);
        System.Text.Encoding.UTF8.GetString(seen[done].Result!.Value.Span).ShouldBe("""{"value":3}""");
        (seen[failed].State, seen[failed].Errors.ShouldHaveSingleItem().Message).ShouldBe((JobState.Discarded, "pointless"));
    }

    [Fact]
    public async Task Nothing_goes_while_the_archive_fails_and_it_is_asked_less_and_less_often()
    {
        var (engine, archive) = await StartWithArchiveAsync();
        var id = await DoneAsync(engine, new Work("a"));
        archive.Error = new IOException("the tape is full");

        await AdvanceAsync(OneHour + TimeSpan.FromMinutes(10));

        (await engine.LoggedAsync(Failed, 4))[0].Text.ShouldStartWith(
            "The archive did not take 1 jobs that are Completed and old enough to be removed. They stay; it is asked again in 00:01:00.");
        (await engine.GetAsync(id)).State.ShouldBe(JobState.Completed);

        archive.Error = null;
        await AdvanceAsync(TimeSpan.FromMinutes(10));
        await GoneAsync(engine, id);
        await engine.LoggedAsync(Works);
    }

    [Fact]
    public async Task An_archive_that_hangs_is_given_up_and_not_asked_again_until_it_has_ended()
    {
        var (engine, archive) = await StartWithArchiveAsync();
        var id = await DoneAsync(engine, new Work("a"));
        archive.Gate = new TaskCompletionSource();

        Time.Advance(OneHour + TimeSpan.FromMinutes(1));
        await Eventually.TrueAsync(() => archive.Calls == 1, "the archive is asked");
        Time.Advance(TimeSpan.FromSeconds(30));
        await engine.LoggedAsync(Failed);
        await AdvanceAsync(TimeSpan.FromMinutes(30));
        archive.Calls.ShouldBe(1);
        (await engine.GetAsync(id)).State.ShouldBe(JobState.Completed);

        archive.Gate.SetResult();
        archive.Gate = null;
        await AdvanceAsync(TimeSpan.FromMinutes(5));
        await GoneAsync(engine, id);
    }

    [Fact]
    public async Task A_job_that_runs_again_while_the_archive_has_it_stays()
    {
        var (engine, archive) = await StartWithArchiveAsync();
        var id = await DoneAsync(engine, new Work("a", Act.Succeed));
        archive.Meanwhile = () => engine.Admin.Jobs.RetryAsync(id);

        await PassAsync(OneHour + TimeSpan.FromMinutes(1));
        await Eventually.TrueAsync(() => Recorder.RunsOf("a").Count == 2, "it has run again");

        await engine.UntilAsync(id, JobState.Completed);
    }

    [Theory]
    [InlineData("Kinds:work:Scheduled", "01:00:00", "is no setting")]
    [InlineData("Kinds:work:Completed", "soon", "must be a duration")]
    [InlineData("Kinds:work:Completed", "40000.00:00:00", "Kinds:work:Completed is 40000.00:00:00")]
    [InlineData("Kinds:no good:Completed", "01:00:00", "'no good', which is not a wire name")]
    [InlineData("Results", "-00:00:01", "Retention:Results is -00:00:01")]
    [InlineData("Kinds:work:Results", "40000.00:00:00", "Kinds:work:Results is 40000.00:00:00")]
    [InlineData("ArchiveTimeout", "00:00:00", "ArchiveTimeout is 00:00:00")]
    public async Task A_start_names_what_is_wrong(string key, string value, string complaint) =>
        (await Should.ThrowAsync<Exception>(() => StartAsync(new() { Configuration = new() { ["Ostinato:Retention:" + key] = value } })))
            .Message.ShouldContain(complaint);

    private async Task<(Engine Engine, Archive Archive)> StartWithArchiveAsync()
    {
        var engine = await StartAsync(new()
        {
            Configure = o => o.ArchiveTo<Archive>().Retain(retention =>
            {
                (retention.Completed, retention.Discarded) = (OneHour, OneHour);
                retention.ArchiveTimeout = TimeSpan.FromSeconds(30);
            }),
        });
        return (engine, (Archive)engine.Services.GetRequiredService<IJobArchive>());
    }

    private static async Task<JobId> DoneAsync(Engine engine, object job)
    {
        var id = await engine.EnqueueAsync(job);
        await engine.UntilAsync(id, JobState.Completed);
        return id;
    }

    private static Task GoneAsync(Engine engine, JobId id) =>
        Eventually.TrueAsync(async () => await engine.Admin.Jobs.GetAsync(id) is null, $"job {id} is gone");

    private async Task PassAsync(TimeSpan time)
    {
        Time.Advance(time);
        await SettleAsync();
    }

    private sealed class Archive : IJobArchive
    {
        private int _calls;

        public int Calls => _calls;

        public List<JobInfo> Seen { get; } = [];

        public Exception? Error { get; set; }

        public TaskCompletionSource? Gate { get; set; }

        public Func<Task>? Meanwhile { get; set; }

        // The token is ignored: that is what hanging means.
        public async Task ArchiveAsync(IReadOnlyList<JobInfo> jobs, CancellationToken ct)
        {
            Interlocked.Increment(ref _calls);
            if (Gate is { } gate)
            {
                await gate.Task;
            }

            if (Error is { } error)
            {
                throw error;
            }

            Seen.AddRange(jobs);
            await (Meanwhile?.Invoke() ?? Task.CompletedTask);
        }
    }
}
