namespace Ostinato.PostgreSql.Tests.Faults;

/// <summary>A server that took over from another gives out ids that a process already has in memory.</summary>
public sealed class SetBackTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Ids_that_another_process_was_given_again_are_left_and_the_jobs_are_stored_under_new_ones()
    {
        await using var schema = await OwnSchema.CreateAsync();
        var store = await SetBackAsync(schema);

        var answers = await store.Inserter.InsertAsync([Port.Job(4), Port.Job(5)], null, Ct);
        await store.Inserter.InsertAsync([Port.Job(6)], null, Ct);

        (await schema.AskAsync<long>("select count(*) from ostinato.job")).ShouldBe(7);
        answers[1].Id.TryGetNumber(out var id).ShouldBeTrue();
        (await schema.AskAsync<string>($"select convert_from(payload, 'UTF8') from ostinato.job where id = {id}"))
            .ShouldBe("{\"number\":5}");
        await schema.VerifyPlacesAsync();
    }

    [Fact]
    public async Task Ids_that_collide_with_jobs_that_claim_keys_are_left_as_well()
    {
        await using var schema = await OwnSchema.CreateAsync();
        var store = await SetBackAsync(schema);

        var answers = await store.Inserter.InsertAsync([Port.Unique(1), Port.Unique(2), Port.Unique(1)], null, Ct);

        answers.Select(answer => answer.IsDuplicate).ShouldBe([false, false, true]);
        (await schema.AskAsync<long>("select count(*) from ostinato.job")).ShouldBe(6);
        await schema.VerifyPlacesAsync();
    }

    [Fact]
    public async Task A_job_whose_first_try_broke_is_not_taken_for_the_one_that_has_its_id()
    {
        await using var schema = await OwnSchema.CreateAsync();
        var store = await SetBackAsync(schema);

        schema.Proxy.Cut();
        await store.Inserter.InsertAsync([Port.Job(4)], null, Ct);

        (await schema.AskAsync<long>("select count(*) from ostinato.job")).ShouldBe(5);
    }

    [Fact]
    public async Task A_transaction_of_a_caller_that_met_such_ids_succeeds_when_it_is_begun_again()
    {
        await using var schema = await OwnSchema.CreateAsync();
        var store = await SetBackAsync(schema);

        await Should.ThrowAsync<Npgsql.PostgresException>(() => InTransactionAsync(schema, store));
        await InTransactionAsync(schema, store);

        (await schema.AskAsync<long>("select count(*) from ostinato.job")).ShouldBe(5);
    }

    // What one process has stored last is lost, and another stores its jobs under the same ids.
    private static async Task<PostgreSqlJobStore> SetBackAsync(OwnSchema schema)
    {
        var store = await schema.OpenThroughProxyAsync(TimeSpan.FromSeconds(5));
        await store.Inserter.InsertAsync([Port.Job(0)], null, Ct);
        await schema.AskAsync<object?>("truncate ostinato.job, ostinato.ready");
        await schema.AskAsync<long>("select setval('ostinato.job_id', 1, false)");
        await (await schema.OpenAsync()).Inserter.InsertAsync([Port.Job(0), Port.Job(1), Port.Job(2), Port.Job(3)], null, Ct);
        return store;
    }

    private static async Task InTransactionAsync(OwnSchema schema, PostgreSqlJobStore store)
    {
        await using var connection = await schema.Source.OpenConnectionAsync(Ct);
        await using var transaction = await connection.BeginTransactionAsync(Ct);
        await store.Inserter.InsertAsync([Port.Job(9)], transaction, Ct);
        await transaction.CommitAsync(Ct);
    }
}
