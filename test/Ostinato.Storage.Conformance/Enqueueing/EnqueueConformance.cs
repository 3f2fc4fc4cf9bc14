using System.Text;

namespace Ostinato.Storage.Conformance;

/// <summary>What is given to a store is what it keeps.</summary>
public abstract class EnqueueConformance<TFixture> : StoreScenarios<TFixture>
    where TFixture : StoreFixture, new()
{
    private const string EveryPlane = "\"quotes\" \\ 'single' \0 \u0001 é ß 漢字 \u2028 \uE000 😀 \U0002F800 \U000E0001 \U0010FFFD";

    [Fact]
    public async Task A_job_is_stored_with_all_that_it_was_given()
    {
        var id = await Store.Enqueue(New.Job("send-mail", "mail", priority: 2, payload: """{"to":1}""", tags: ["vip", "eu"]));

        var job = await Store.Job(id);
        job.Id.ShouldBe(id);
        (job.Name, job.Queue, job.Priority, job.PayloadText).ShouldBe(("send-mail", "mail", 2, """{"to":1}"""));
        job.Tags.ShouldBe(["vip", "eu"]);
    }

    [Fact]
    public async Task A_new_job_is_available_with_no_attempt_spent()
    {
        var job = await Store.Job(await Store.Enqueue("a"));

        job.State.ShouldBe(JobState.Available);
        (job.Attempt, job.Crashes).ShouldBe((0, 0));
        job.Errors.ShouldBeEmpty();
        job.Result.ShouldBeNull();
        job.Reason.ShouldBeNull();
    }

    [Fact]
    public async Task A_job_without_headers_has_none()
    {
        var job = await Store.Job(await Store.Enqueue(New.Job() with { Headers = default }));

        job.Headers.Length.ShouldBe(0);
        job.Tags.ShouldBeEmpty();
    }

    [Fact]
    public async Task Headers_are_kept_byte_for_byte()
    {
        var headers = Encoding.UTF8.GetBytes("""{"tags":["a"],"meta":{"k":"v"},"trace":"00-1-2-01","later-version":[1]}""");

        var id = await Store.Enqueue(New.Job() with { Headers = headers });

        (await Store.Job(id)).Headers.ToArray().ShouldBe(headers);
        (await (await Store.Join()).ClaimOne()).Headers.ToArray().ShouldBe(headers);
    }

    [Fact]
    public async Task A_payload_with_every_Unicode_plane_comes_back_byte_for_byte()
    {
        var id = await Store.Enqueue(New.Job(payload: EveryPlane));

        (await Store.Job(id)).PayloadText.ShouldBe(EveryPlane);
        Encoding.UTF8.GetString((await (await Store.Join()).ClaimOne()).Payload.Span).ShouldBe(EveryPlane);
    }

    [Fact]
    public async Task A_payload_of_a_mebibyte_comes_back_whole()
    {
        var payload = new byte[1024 * 1024];
        new Random(7).NextBytes(payload);

        await Store.Enqueue(New.Job() with { Payload = payload });

        (await (await Store.Join()).ClaimOne()).Payload.Span.SequenceEqual(payload).ShouldBeTrue();
    }

    [Fact]
    public async Task An_empty_payload_stays_empty()
    {
        var id = await Store.Enqueue(New.Job() with { Payload = default });

        (await Store.Job(id)).Payload.Length.ShouldBe(0);
        (await (await Store.Join()).ClaimOne()).Payload.Length.ShouldBe(0);
    }

    [Fact]
    public async Task What_the_caller_does_with_its_buffers_afterwards_changes_nothing()
    {
        var payload = Encoding.UTF8.GetBytes("""{"n":1}""");
        var id = await Store.Enqueue(New.Job() with { Payload = payload });

        payload.AsSpan().Fill((byte)'x');

        (await Store.Job(id)).PayloadText.ShouldBe("""{"n":1}""");
    }

    [Fact]
    public async Task The_longest_names_are_kept_whatever_they_are_made_of()
    {
        var name = new string('ž', JobDefaults.MaxNameLength);
        var queue = string.Concat(Enumerable.Repeat("'\"; -- ", 20))[..JobDefaults.MaxNameLength];

        var id = await Store.Enqueue(New.Job(name, queue));

        (await Store.Job(id)).Name.ShouldBe(name);
        (await (await Store.Join()).ClaimOne(queue)).Queue.ShouldBe(queue);
    }

    [Fact]
    public async Task Names_that_differ_in_case_only_are_different()
    {
        await Store.EnqueueMany(New.Job("job", "mail"), New.Job("Job", "Mail"));

        (await (await Store.Join()).Claim(10, "Mail")).Names().ShouldBe("Job");
        (await Store.All(new JobFilter { Name = "job" })).Names().ShouldBe("job");
    }

    [Fact]
    public async Task The_first_and_the_last_priority_are_accepted()
    {
        var ids = await Store.EnqueueMany(New.Job(priority: 0), New.Job(priority: 9));

        (await Store.Job(ids[0])).Priority.ShouldBe(0);
        (await Store.Job(ids[1])).Priority.ShouldBe(9);
    }

    [Fact]
    public async Task An_id_printed_and_parsed_again_finds_its_job()
    {
        var id = await Store.Enqueue("a");

        (await Store.Job(JobId.Parse(id.ToString(), provider: null))).Name.ShouldBe("a");
    }

    [Fact]
    public async Task The_time_of_the_enqueue_never_changes()
    {
        var id = await Store.Enqueue("a");
        var stored = (await Store.Job(id)).EnqueuedAt;
        await PassMinutes(5);
        var worker = await Store.Join();
        var claimed = await worker.ClaimOne();

        await worker.Retry(claimed, TimeSpan.Zero);

        claimed.EnqueuedAt.ShouldBe(stored);
        (await Store.Job(id)).EnqueuedAt.ShouldBe(stored);
    }

    [Fact]
    public async Task Another_process_sees_a_stored_job_at_once()
    {
        var other = await OpenAnother();

        var id = await Store.Enqueue("a");

        (await other.StateOf(id)).ShouldBe(JobState.Available);
        (await (await other.Join()).ClaimOne()).Id.ShouldBe(id);
    }

    [Fact]
    public async Task A_job_for_a_queue_that_nobody_serves_waits_untouched()
    {
        var id = await Store.Enqueue("a", "nobody");
        var worker = await Store.Join();

        (await worker.Claim(10)).ShouldBeEmpty();

        await PassMinutes(600);
        await Store.Promote();
        (await Store.StateOf(id)).ShouldBe(JobState.Available);
        (await worker.ClaimOne("nobody")).Id.ShouldBe(id);
    }
}
