namespace Ostinato.Storage.Conformance;

/// <summary>The errors that are kept with a job.</summary>
public abstract class ErrorConformance<TFixture> : StoreScenarios<TFixture>
    where TFixture : StoreFixture, new()
{
    [Fact]
    public async Task An_error_keeps_type_message_and_stack()
    {
        await Fail(new AttemptError(1, default, "Some.Exception", "it says \"ž😀\"\nin two lines", "at A\r\nat B"));

        var error = (await Errors()).ShouldHaveSingleItem();
        (error.Attempt, error.Type).ShouldBe((1, "Some.Exception"));
        (error.Message, error.Stack).ShouldBe(("it says \"ž😀\"\nin two lines", "at A\r\nat B"));
    }

    [Fact]
    public async Task An_error_may_have_no_stack()
    {
        await Fail(new AttemptError(1, default, "Some.Exception", "", Stack: null));

        (await Errors()).ShouldHaveSingleItem().Stack.ShouldBeNull();
    }

    [Fact]
    public async Task The_time_of_an_error_is_that_of_the_store()
    {
        await Fail(TestWorker.Error with { At = DateTimeOffset.UnixEpoch.AddYears(300) });

        (await Errors()).ShouldHaveSingleItem().At.ShouldBeAbout((await Store.All())[0].EnqueuedAt);
    }

    [Fact]
    public async Task Errors_are_kept_in_order_with_their_attempts()
    {
        await Fail(times: 3);

        (await Errors()).Select(error => (error.Attempt, error.Message)).ShouldBe([(1, "attempt 1"), (2, "attempt 2"), (3, "attempt 3")]);
    }

    [Fact]
    public async Task The_first_error_and_the_last_nine_are_kept()
    {
        await Fail(times: 25);

        (await Errors()).Select(error => error.Attempt).ShouldBe([1, 17, 18, 19, 20, 21, 22, 23, 24, 25]);
    }

    [Fact]
    public async Task A_long_message_and_a_long_stack_are_cut()
    {
        await Fail(TestWorker.Error with { Message = new string('m', 1_000_000), Stack = new string('s', 1_000_000) });

        var error = (await Errors()).ShouldHaveSingleItem();
        error.Message.Length.ShouldBeInRange(ErrorLimits.MessageLength - 1, ErrorLimits.MessageLength);
        error.Stack.ShouldNotBeNull().Length.ShouldBeInRange(ErrorLimits.StackLength - 1, ErrorLimits.StackLength);
    }

    [Fact]
    public async Task A_message_is_never_cut_inside_a_character()
    {
        await Fail(TestWorker.Error with { Message = "m" + string.Concat(Enumerable.Repeat("😀", ErrorLimits.MessageLength)) });

        char.IsHighSurrogate((await Errors()).ShouldHaveSingleItem().Message[^1]).ShouldBeFalse();
    }

    [Fact]
    public async Task Errors_outlive_the_success_of_a_later_attempt()
    {
        await Fail(times: 2);
        var worker = await Store.Join();

        await worker.Complete(await worker.ClaimOne());

        (await Store.All())[0].State.ShouldBe(JobState.Completed);
        (await Errors()).Count.ShouldBe(2);
    }

    [Fact]
    public async Task Errors_of_different_jobs_do_not_mix()
    {
        await Store.EnqueueMany(New.Jobs(20));
        var worker = await Store.Join();
        foreach (var job in await worker.Claim(20))
        {
            await worker.Retry(job, TimeSpan.FromMinutes(1), TestWorker.Error with { Message = job.Name });
        }

        foreach (var job in await Store.All())
        {
            (await Store.Job(job.Id)).Errors.ShouldHaveSingleItem().Message.ShouldBe(job.Name);
        }
    }

    private async Task<IReadOnlyList<AttemptError>> Errors() => (await Store.Job((await Store.All())[0].Id)).Errors;

    private async Task Fail(AttemptError error)
    {
        await Store.Enqueue("a");
        var worker = await Store.Join();
        await worker.Retry(await worker.ClaimOne(), TimeSpan.FromMinutes(1), error);
    }

    private async Task Fail(int times)
    {
        await Store.Enqueue("a");
        var worker = await Store.Join();
        for (var attempt = 1; attempt <= times; attempt++)
        {
            var error = TestWorker.Error with { Attempt = attempt, Message = $"attempt {attempt}" };
            await worker.Retry(await worker.ClaimOne(), TimeSpan.Zero, error);
        }
    }
}
