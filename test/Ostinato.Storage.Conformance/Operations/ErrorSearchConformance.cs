using Ostinato.Operations;

namespace Ostinato.Storage.Conformance;

/// <summary>Jobs are found by what their errors say, and grouped by it.</summary>
public abstract class ErrorSearchConformance<TFixture> : StoreScenarios<TFixture>
    where TFixture : StoreFixture, new()
{
    private static readonly JobFilter Failed = new() { States = JobStates.Discarded | JobStates.Retryable, Limit = 1_000 };

    [Theory]
    [InlineData("on FIRE", "c a")]
    [InlineData("timeoutexception", "b")]
    [InlineData("no such text", "")]
    public async Task Jobs_are_found_by_the_type_and_the_message_of_any_of_their_errors(string text, string expected)
    {
        await Fail("a", new IOException("the disk is on fire"));
        await Fail("b", new TimeoutException("the disk is slow"));
        await Fail("c", new IOException("the disk is on fire"), new IOException("the disk is cold"));
        await Store.EnqueueAs(JobState.Completed, New.Job("d"));

        (await Store.All(Failed with { Error = text })).Names().ShouldBe(expected);
        (await Store.All(new JobFilter { Error = text })).Names().ShouldBe(expected);
    }

    [Fact]
    public async Task What_ended_is_found_by_its_errors_in_the_order_in_which_it_ended()
    {
        await Fail("a", new IOException("the disk is on fire"));
        await Fail("b", new IOException("the disk is cold"));
        await Fail("c", new IOException("the disk is on fire"));

        (await Store.All(new JobFilter { Error = "fire", FinishedFrom = DateTimeOffset.UnixEpoch })).Names().ShouldBe("c a");
    }

    [Fact]
    public async Task The_last_errors_of_many_jobs_are_grouped_by_what_is_the_same_in_them()
    {
        for (var number = 0; number < 12; number++)
        {
            await Fail("mail", new IOException("at first"), new TimeoutException($"user {number} has no mailbox 'box-{number}'"));
        }

        await PassMinutes(5);
        var last = await Fail("mail", new TimeoutException("user 99 has no mailbox 'x'"));
        var other = await Fail("report", new TimeoutException("user 99 has no mailbox 'x'"));

        var found = await new ErrorSearch(Store.Query).RunAsync(Failed, CancellationToken.None);

        (found.Looked, found.IsPartial).ShouldBe((14, false));
        var (mail, report) = (found.Groups[0], found.Groups[1]);
        (mail.Name, mail.Type, mail.Message, mail.Count)
            .ShouldBe(("mail", "System.TimeoutException", "user # has no mailbox '…'", 13));
        (report.Name, report.Fingerprint, report.Sample.ShouldHaveSingleItem()).ShouldBe(("report", mail.Fingerprint, other));
        (mail.Sample.Count, mail.Sample[0]).ShouldBe((10, last));
        (mail.LastAt - mail.FirstAt).ShouldBeAbout(TimeSpan.FromMinutes(5));
    }

    private async Task<JobId> Fail(string name, params Exception[] errors)
    {
        var id = await Store.Enqueue(New.Job(name));
        var worker = await Store.Join();
        for (var attempt = 1; attempt <= errors.Length; attempt++)
        {
            var claimed = await worker.ClaimOne();
            var thrown = errors[attempt - 1];
            var error = new AttemptError(attempt, default, thrown.GetType().FullName!, thrown.Message, Stack: null);
            if (attempt < errors.Length)
            {
                await worker.Retry(claimed, TimeSpan.Zero, error);
            }
            else
            {
                await worker.Acknowledge(claimed, AttemptEnd.Discarded, new AttemptDetail { Reason = "out of attempts", Error = error });
            }
        }

        return id;
    }
}
