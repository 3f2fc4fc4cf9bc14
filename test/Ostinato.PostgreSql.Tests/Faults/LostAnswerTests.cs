namespace Ostinato.PostgreSql.Tests.Faults;

/// <summary>The server has committed, and the answer does not arrive.</summary>
public sealed class LostAnswerTests
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_insert_whose_answer_was_lost_is_stored_once()
    {
        await using var schema = await OwnSchema.CreateAsync();
        var store = await schema.OpenThroughProxyAsync(Timeout);
        await store.Inserter.InsertAsync([Port.Job(0)], null, Ct);

        var lost = schema.Proxy.LoseAnswerAsync($"insert into {schema.Name}.job");
        var answers = await store.Inserter.InsertAsync([Port.Job(1), Port.Job(2)], null, Ct);

        lost.IsCompletedSuccessfully.ShouldBeTrue();
        (await schema.AskAsync<long>("select count(*) from ostinato.job")).ShouldBe(3);
        answers.ShouldAllBe(answer => !answer.IsDuplicate);
        await schema.VerifyPlacesAsync();
    }

    [Fact]
    public async Task An_insert_whose_answer_was_lost_still_says_which_jobs_were_duplicates()
    {
        await using var schema = await OwnSchema.CreateAsync();
        var store = await schema.OpenThroughProxyAsync(Timeout);
        var taken = (await store.Inserter.InsertAsync([Port.Unique(1)], null, Ct))[0].Id;

        var lost = schema.Proxy.LoseAnswerAsync($"{schema.Name}.insert_unique(");
        var answers = await store.Inserter.InsertAsync([Port.Unique(1), Port.Unique(2), Port.Unique(1), Port.Job(3)], null, Ct);

        lost.IsCompletedSuccessfully.ShouldBeTrue();
        answers.Select(answer => answer.IsDuplicate).ShouldBe([true, false, true, false]);
        answers[0].Id.ShouldBe(taken);
        answers[2].Id.ShouldBe(taken);
        (await schema.AskAsync<long>("select count(*) from ostinato.job")).ShouldBe(3);
        await schema.VerifyPlacesAsync();
    }

    [Fact]
    public async Task A_claim_whose_answer_was_lost_goes_back_and_runs()
    {
        await using var schema = await OwnSchema.CreateAsync();
        var store = await schema.OpenThroughProxyAsync(Timeout);
        await store.Inserter.InsertAsync([Port.Job(1), Port.Job(2)], null, Ct);
        var process = await store.JoinAsync();

        var lost = schema.Proxy.LoseAnswerAsync($"{schema.Name}.fence");
        await Should.ThrowAsync<IOException>(() => store.ClaimAsync(process, 10));
        (await schema.AskAsync<long>("select sum(n) from ostinato.lease")).ShouldBe(2);

        lost.IsCompletedSuccessfully.ShouldBeTrue();
        (await store.ClaimAsync(process, 10)).Select(job => job.Attempt).ShouldBe([1, 1]);
        await schema.VerifyPlacesAsync();
    }

    [Fact]
    public async Task A_claim_whose_second_look_failed_goes_back_and_runs()
    {
        await using var schema = await OwnSchema.CreateAsync();
        var store = await schema.OpenThroughProxyAsync(Timeout);
        var process = await store.JoinAsync();
        await store.Inserter.InsertAsync([.. Enumerable.Range(0, 200).Select(Port.Job)], null, Ct);
        await store.ExchangeAsync(process, await store.ClaimAsync(process, 200), 0);
        for (var number = 0; number < 40; number++)
        {
            await store.Inserter.InsertAsync([Port.Job(number)], null, Ct);
        }

        // The ranges of before were long: the first look at these short ones falls short.
        var lost = schema.Proxy.LoseAnswerAsync($"{schema.Name}.fence", after: 1);
        await Should.ThrowAsync<IOException>(() => store.ClaimAsync(process, 40));

        lost.IsCompletedSuccessfully.ShouldBeTrue();
        (await store.ClaimAsync(process, 40)).Count.ShouldBe(40);
        await schema.VerifyPlacesAsync();
    }

    [Fact]
    public async Task An_end_whose_answer_was_lost_is_counted_once()
    {
        await using var schema = await OwnSchema.CreateAsync();
        var store = await schema.OpenThroughProxyAsync(Timeout);
        await store.Inserter.InsertAsync([Port.Job(1), Port.Job(2), Port.Job(3)], null, Ct);
        var process = await store.JoinAsync();
        var claimed = await store.ClaimAsync(process, 10);

        var lost = schema.Proxy.LoseAnswerAsync($"{schema.Name}.fence");
        await Should.ThrowAsync<IOException>(() => store.ExchangeAsync(process, [claimed[1]], 0));
        await store.ExchangeAsync(process, claimed, 0);

        lost.IsCompletedSuccessfully.ShouldBeTrue();
        (await schema.AskAsync<long>("select sum(n) from ostinato.done")).ShouldBe(3);
        (await schema.AskAsync<long>("select count(*) from ostinato.lease")).ShouldBe(0);
        await schema.VerifyPlacesAsync();
    }
}
