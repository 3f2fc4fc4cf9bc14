using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Ostinato.Privacy;
using Ostinato.Storage;
using Ostinato.Testing;
using Ostinato.Tests.Jobs;

namespace Ostinato.Tests.Enqueueing;

public sealed class JobWriterTests
{
    private static readonly JobDefinition<Alpha> Definition = new("alpha", HandMade.Json<Alpha>()) { Queue = "mail", Priority = 2 };

    [Fact]
    public void What_the_call_leaves_out_the_definition_says()
    {
        var job = Write(new Alpha(7));

        (job.Name, job.Queue, job.Priority).ShouldBe(("alpha", "mail", 2));
        Encoding.UTF8.GetString(job.Payload.Span).ShouldBe("""{"Number":7}""");
        job.Headers.IsEmpty.ShouldBeTrue();
        job.Due.ShouldBe(default);
        job.Unique.ShouldBeNull();
    }

    [Fact]
    public void What_the_call_says_goes_before_the_definition()
    {
        var job = Write(new Alpha(), new EnqueueOptions { Queue = "slow", Priority = 9, Delay = TimeSpan.FromMinutes(1) });

        (job.Queue, job.Priority).ShouldBe(("slow", 9));
        job.Due.ShouldBe(new DueTime(null, TimeSpan.FromMinutes(1)));
    }

    [Fact]
    public void Tags_metadata_attempts_and_timeout_travel_in_the_headers()
    {
        var options = new EnqueueOptions
        {
            Tags = [" VIP "],
            Metadata = new Dictionary<string, string> { ["tenant"] = "7" },
            MaxAttempts = 3,
            Timeout = TimeSpan.FromSeconds(30),
        };

        Headers(Write(new Alpha(), options)).ShouldBe("""{"tags":["vip"],"meta":{"tenant":"7"},"max":3,"timeout":30000}""");
    }

    [Fact]
    public void A_hook_changes_what_is_stored_and_the_next_hook_sees_it()
    {
        var job = Write(new Alpha(), new EnqueueOptions { Tags = ["a"] }, hooks: [new Tenant("7"), new Tenant("8")]);

        Headers(job).ShouldBe("""{"tags":["a","tenant-7","tenant-8"],"meta":{"tenant":"8"}}""");
        (job.Queue, job.Priority).ShouldBe(("tenant-8", 8));
    }

    [Fact]
    public void A_hook_that_throws_refuses_the_job() =>
        Should.Throw<UnauthorizedAccessException>(() => Write(new Alpha(), hooks: [new Refusal()]));

    [Theory]
    [InlineData(-1)]
    [InlineData(10)]
    public void A_priority_beyond_0_to_9_is_refused_by_name(int priority) =>
        Should.Throw<ArgumentOutOfRangeException>(() => Write(new Alpha(), new EnqueueOptions { Priority = priority })).Message
            .ShouldStartWith("The priority of job 'alpha' must be 0 (first) to 9 (last).");

    [Fact]
    public void Fewer_than_one_attempt_is_refused() =>
        Should.Throw<ArgumentOutOfRangeException>(() => Write(new Alpha(), new EnqueueOptions { MaxAttempts = 0 })).Message
            .ShouldStartWith("MaxAttempts of job 'alpha' must be at least 1.");

    [Theory]
    [InlineData("-00:00:05")]
    [InlineData("00:00:00")]
    [InlineData("60.00:00:00")]
    public void A_timeout_that_no_attempt_could_keep_is_refused(string timeout) =>
        Should.Throw<ArgumentOutOfRangeException>(() => Write(new Alpha(), new() { Timeout = TimeSpan.Parse(timeout, null) })).Message
            .ShouldStartWith("The timeout of job 'alpha' must be 00:00:00.0010000 to 49.00:00:00.");

    [Fact]
    public void A_queue_that_is_none_is_refused() =>
        Should.Throw<ArgumentException>(() => Write(new Alpha(), new EnqueueOptions { Queue = "two words" })).Message
            .ShouldStartWith("'two words' is not a queue name (job 'alpha').");

    [Fact]
    public void A_time_and_a_delay_together_are_refused() =>
        Should.Throw<ArgumentException>(() => Write(new Alpha(), new() { RunAt = DateTimeOffset.MaxValue, Delay = TimeSpan.Zero })).Message
            .ShouldStartWith("Job 'alpha' has both RunAt and Delay. Give one.");

    [Fact]
    public void A_payload_above_the_limit_is_refused_with_both_sizes()
    {
        var error = Should.Throw<JobPayloadException>(() => Write(new Text(new string('x', 2000))));

        error.Message.ShouldBe(
            "The payload of job 'text' has 2,012 bytes; the limit is 1,024 (Ostinato:Client:MaxPayloadBytes). Nothing was stored. "
            + "Keep large data elsewhere and enqueue where to find it.");
    }

    [Fact]
    public void A_payload_of_exactly_the_limit_is_taken() => Write(new Text(new string('x', 1012))).Payload.Length.ShouldBe(1024);

    [Fact]
    public void A_payload_that_json_cannot_write_is_refused_with_the_cause()
    {
        var error = Should.Throw<JobPayloadException>(() => Write(new Text("") { Pointer = new IntPtr(1) }));

        error.Message.ShouldStartWith("The payload of job 'text' cannot be written as JSON: ");
        error.Message.ShouldEndWith("Nothing was stored.");
        error.InnerException.ShouldNotBeNull();
    }

    [Fact]
    public void A_payload_whose_property_throws_is_refused_with_the_cause()
    {
        var error = Should.Throw<JobPayloadException>(() => Write(new Broken()));

        error.Message.ShouldBe("The payload of job 'broken' cannot be written as JSON: no connection. Nothing was stored.");
    }

    [Fact]
    public void A_payload_with_every_unicode_plane_is_stored_as_it_is()
    {
        var text = string.Concat(Enumerable.Range(0, 17).Select(plane => char.ConvertFromUtf32((plane << 16) | 0x1F60)));

        var stored = Write(new Text(text)).Payload;

        ((Text)TextDefinition.Deserialize(stored.Span)).Value.ShouldBe(text);
    }

    [Fact]
    public void A_unique_job_claims_the_key_of_its_payload_for_its_states_and_time()
    {
        var rule = new UniqueRule(JobStates.Available, TimeSpan.FromMinutes(5));

        var claim = Write(new Alpha(7), definition: new("alpha", HandMade.Json<Alpha>()) { Unique = rule }).Unique!;

        claim.Key.ToArray().ShouldBe(UniqueKey.Of("alpha", null, """{"Number":7}"""u8));
        (claim.While, claim.For).ShouldBe((JobStates.Available, TimeSpan.FromMinutes(5)));
    }

    [Fact]
    public void A_key_given_by_the_call_makes_any_job_unique()
    {
        var claim = Write(new Alpha(7), new EnqueueOptions { UniqueKey = "seven" }).Unique!;

        claim.Key.ToArray().ShouldBe(UniqueKey.Of("alpha", "seven", []));
        claim.While.ShouldBe(JobStates.Incomplete);
    }

    [Fact]
    public void A_deadline_travels_with_the_job()
    {
        Headers(Write(new Alpha(7), new EnqueueOptions { Deadline = Now.AddHours(1) })).ShouldBe("""{"deadline":{"at":1893459600000}}""");
        Headers(Write(new Alpha(7), new EnqueueOptions { DeadlineIn = TimeSpan.FromSeconds(2), StopAtDeadline = true }))
            .ShouldBe("""{"deadline":{"in":2000,"stop":true}}""");
    }

    [Fact]
    public void A_deadline_that_cannot_be_kept_is_refused()
    {
        Refusal(new() { Deadline = Now }).ShouldContain("has a deadline that has passed: 2030-01-01 00:00:00Z. It is 2030-01-01 00:00:00Z.");
        Refusal(new() { Deadline = Now.AddHours(1), RunAt = Now.AddHours(2) }).ShouldContain("may start at 2030-01-01 02:00:00Z, after");
        Refusal(new() { Deadline = Now.AddHours(1), Delay = TimeSpan.FromHours(1) }).ShouldContain("may start at 2030-01-01 01:00:00Z, after");
        Refusal(new() { Deadline = Now.AddHours(1), DeadlineIn = TimeSpan.FromHours(1) }).ShouldContain("has both Deadline and DeadlineIn");
        Refusal(new() { DeadlineIn = TimeSpan.Zero }).ShouldContain("The deadline of job 'alpha' must be in 00:00:00.0010000 to 3650.00:00:00.");

        static string Refusal(EnqueueOptions options) => Should.Throw<ArgumentException>(() => Write(new Alpha(7), options)).Message;
    }

    private static readonly DateTimeOffset Now = new FakeTimeProvider().GetUtcNow();

    private static readonly JobDefinition<Text> TextDefinition = new("text", HandMade.Json<Text>());

    private static NewJob Write(
        object job, EnqueueOptions? options = null, IEnqueueHook[]? hooks = null, JobDefinition<Alpha>? definition = null)
    {
        JobDefinition[] definitions = [definition ?? Definition, TextDefinition, HandMade.Define<Broken>("broken")];
        var client = Options.Create(new ClientOptions { MaxPayloadBytes = 1024 });
        var registry = new JobRegistry(definitions, [], []);
        var vault = new MemberVault(registry, cipher: null, NullLogger.Instance);
        return new JobWriter(registry, vault, hooks ?? [], client, new FakeTimeProvider()).Write(job, options);
    }

    private static string Headers(NewJob job) => Encoding.UTF8.GetString(job.Headers.Span);

    private sealed record Text(string Value)
    {
        [System.Text.Json.Serialization.JsonIgnore(Condition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingDefault)]
        public IntPtr Pointer { get; init; }
    }

    private sealed record Broken
    {
        public string Value => throw new System.Net.Sockets.SocketException(0, "no connection");
    }

    private sealed class Tenant(string number) : IEnqueueHook
    {
        public void OnEnqueue(JobDraft draft)
        {
            draft.Tags.Add($"tenant-{number}");
            draft.Metadata["tenant"] = number;
            draft.Queue = $"tenant-{number}";
            draft.Priority = int.Parse(number, null);
        }
    }

    private sealed class Refusal : IEnqueueHook
    {
        public void OnEnqueue(JobDraft draft) => throw new UnauthorizedAccessException();
    }
}
