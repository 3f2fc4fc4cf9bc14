using Ostinato.Storage;

namespace Ostinato.PostgreSql.Tests.Faults;

/// <summary>A request that its sender has given up reaches the server, or a part of it does.</summary>
public sealed class LateRequestTests
{
    // Sync, without which the server waits for more.
    private const int LastMessage = 5;

    private static readonly TimeSpan Short = TimeSpan.FromSeconds(1);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_claim_that_arrives_after_it_was_given_up_takes_nothing()
    {
        await using var schema = await OwnSchema.CreateAsync();
        var store = await schema.OpenThroughProxyAsync(Short);
        await store.Inserter.InsertAsync([Port.Job(1)], null, Ct);
        var process = await store.JoinAsync();
        var direct = await schema.OpenAsync();

        schema.Proxy.Stall();
        await Should.ThrowAsync<Exception>(() => store.ClaimAsync(process, 10));
        schema.Proxy.Resume();
        await store.Exchange.ExchangeAsync(new ExchangeRequest(process, [], []), Ct);
        await schema.UntilAsync("select not exists (select from pg_stat_activity where state = 'active' and pid <> pg_backend_pid())");

        var other = await direct.JoinAsync();
        ((await store.ClaimAsync(process, 10)).Count + (await direct.ClaimAsync(other, 10)).Count).ShouldBe(1);
    }

    [Fact]
    public async Task A_process_of_whose_request_a_part_arrived_goes_on()
    {
        await using var schema = await OwnSchema.CreateAsync();
        var store = await schema.OpenThroughProxyAsync(Short);
        await store.Inserter.InsertAsync([Port.Job(1), Port.Job(2)], null, Ct);
        var process = await store.JoinAsync();
        var claimed = await store.ClaimAsync(process, 1);

        var lost = schema.Proxy.LoseEndOfRequestAsync($"{schema.Name}.fence", LastMessage);
        await Should.ThrowAsync<TimeoutException>(() => store.ExchangeAsync(process, claimed, 0));
        await lost;

        (await store.ExchangeAsync(process, claimed, 10)).Claimed.Count.ShouldBe(1);
        (await schema.AskAsync<long>("select sum(n) from ostinato.done")).ShouldBe(1);
    }

    [Fact]
    public async Task A_process_of_whose_last_request_a_part_arrived_is_reaped()
    {
        await using var schema = await OwnSchema.CreateAsync();
        var store = await schema.OpenThroughProxyAsync(Short);
        await store.Inserter.InsertAsync([Port.Job(1)], null, Ct);
        var process = await store.JoinAsync();
        var claimed = await store.ClaimAsync(process, 1);

        var lost = schema.Proxy.LoseEndOfRequestAsync($"{schema.Name}.fence", LastMessage);
        await Should.ThrowAsync<TimeoutException>(() => store.ExchangeAsync(process, claimed, 0));
        await lost;

        await ReapAsync(await schema.OpenAsync(), process);
    }

    [Fact]
    public async Task What_a_reaper_that_hangs_has_begun_another_finishes()
    {
        await using var schema = await OwnSchema.CreateAsync();
        var hangs = await schema.OpenThroughProxyAsync(Short);
        var store = await schema.OpenAsync();
        await store.Inserter.InsertAsync([Port.Job(1)], null, Ct);
        var process = await store.JoinAsync();
        await store.ClaimAsync(process, 1);

        var lost = schema.Proxy.LoseEndOfRequestAsync($"delete from {schema.Name}.lease", LastMessage);
        await Should.ThrowAsync<TimeoutException>(() => hangs.Processes.ReapAsync(new ProcessBeat(process, 0), 3, Ct).AsTask());
        await lost;

        await ReapAsync(store, process);
    }

    private static async Task ReapAsync(PostgreSqlJobStore store, ProcessIdentity process)
    {
        var reaped = await store.Processes.ReapAsync(new ProcessBeat(process, 0), 3, Ct);
        reaped.ShouldBe(new ReapedJobs(1, 0, 0));
        (await store.ClaimAsync(await store.JoinAsync(), 1)).ShouldHaveSingleItem().Attempt.ShouldBe(2);
    }
}
