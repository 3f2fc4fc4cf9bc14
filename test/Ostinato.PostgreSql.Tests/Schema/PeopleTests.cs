using Npgsql;
using Ostinato.PostgreSql.Tests.Fixture;
using Ostinato.Storage.Conformance;

namespace Ostinato.PostgreSql.Tests.Schema;

/// <summary>What people and other programs see and call in SQL.</summary>
public sealed class PeopleTests : SchemaTest
{
    [Fact]
    public async Task A_job_that_SQL_enqueues_is_like_any_other()
    {
        var store = await Schema.OpenAsync();

        await Schema.ExecuteAsync(
            "select ostinato.enqueue('welcome-email', '{\"userId\": 7}', queue => 'mail', priority => 2, tags => array['vip'])");

        var job = (await store.All()).ShouldHaveSingleItem();
        (job.Name, job.Queue, job.Priority, job.State).ShouldBe(("welcome-email", "mail", 2, JobState.Available));
        (job.PayloadText, job.Tags.ShouldHaveSingleItem()).ShouldBe(("{\"userId\": 7}", "vip"));
        (await (await store.Join()).ClaimOne("mail")).Name.ShouldBe("welcome-email");
    }

    [Fact]
    public async Task A_job_that_SQL_enqueues_goes_with_its_transaction()
    {
        var store = await Schema.OpenAsync();
        await using var connection = await Schema.ConnectAsync();
        await using (var transaction = await connection.BeginTransactionAsync())
        {
            await using var enqueue = Schema.Command("select ostinato.enqueue('a', '{}')", connection);
            await enqueue.ExecuteNonQueryAsync();
        }

        (await store.All()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_job_that_SQL_enqueues_for_later_waits()
    {
        var store = await Schema.OpenAsync();

        await Schema.ExecuteAsync("select ostinato.enqueue('a', '{}', run_at => now() + interval '1 hour')");

        (await store.All()).ShouldHaveSingleItem().State.ShouldBe(JobState.Scheduled);
    }

    [Fact]
    public async Task A_unique_key_means_the_same_in_SQL_and_in_the_program()
    {
        var store = await Schema.OpenAsync();
        var key = new UniqueClaimOf("reindex", "tenant 7");

        var first = await Schema.ScalarAsync<long>("select ostinato.enqueue('reindex', '{}', unique_key => 'tenant 7')");
        var second = await store.Insert(New.Job("reindex", unique: key.Claim));
        var third = await Schema.ScalarAsync<long>("select ostinato.enqueue('reindex', '{}', unique_key => 'tenant 7')");

        second.ShouldBe(new Ostinato.Storage.InsertedJob(new JobId(first), IsDuplicate: true));
        third.ShouldBe(first);
        (await store.All()).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_job_that_SQL_enqueues_says_the_version_of_its_payload()
    {
        var store = await Schema.OpenAsync();

        var first = await Schema.ScalarAsync<long>("select ostinato.enqueue('render@2', '{\"documentId\": 7}', unique_key => '7')");
        var second = await Schema.ScalarAsync<long>("select ostinato.enqueue('render', '{\"doc\": 7}', unique_key => '7')");
        var third = await store.Insert(New.Job("render@3", unique: new UniqueClaimOf("render", "7").Claim));

        (second, third.Id, third.IsDuplicate).ShouldBe((first, new JobId(first), true));
        var job = (await store.All()).ShouldHaveSingleItem();
        (job.Name, job.Version).ShouldBe(("render", 2));
        (await Schema.ScalarAsync<string>("select name || ' ' || version from ostinato.jobs")).ShouldBe("render 2");
        (await (await store.Join()).Claim(5)).ShouldHaveSingleItem().StoredAs.ShouldBe("render@2");
    }

    [Fact]
    public async Task A_trigger_may_enqueue()
    {
        var store = await Schema.OpenAsync();
        await Schema.ExecuteAsync(
            "create table ostinato.signup (id int); "
            + "create function ostinato.on_signup() returns trigger language plpgsql as $$ begin "
            + "perform ostinato.enqueue('welcome-email', jsonb_build_object('userId', new.id)); return new; end $$; "
            + "create trigger signed_up after insert on ostinato.signup for each row execute function ostinato.on_signup()");

        await Schema.ExecuteAsync("insert into ostinato.signup select generate_series(1, 50)");

        (await store.Count(JobState.Available)).ShouldBe(50);
        (await (await store.Join()).Claim(50))[0].Payload.ToArray().ShouldBe("{\"userId\": 1}"u8.ToArray());
    }

    [Theory]
    [InlineData("'', '{}'", "the job name \"\" is one that no program can have")]
    [InlineData("'welcome e-mail', '{}'", "use 1 to 100 characters of a-z A-Z 0-9 . _ : -")]
    [InlineData("'a@b@2', '{}'", "the job name \"a@b@2\" is one that no program can have")]
    [InlineData("repeat('a', 101), '{}'", "is one that no program can have")]
    [InlineData("null, '{}'", "is one that no program can have")]
    [InlineData("'a', '{}', queue => 'slow lane'", "the queue \"slow lane\" of job \"a\" is one that no program can serve")]
    [InlineData("'a', null", "has no payload")]
    [InlineData("'a', '{}', priority => 10", "must be 0 (first) to 9 (last)")]
    [InlineData("'a', '{}', queue => ''", "is one that no program can serve")]
    [InlineData("'render@1', '{}'", "the job name \"render@1\" says no version: write name@2 to name@999; a name alone is version 1")]
    [InlineData("'render@1000', '{}'", "says no version")]
    [InlineData("'@2', '{}'", "says no version")]
    public async Task What_makes_no_job_is_refused_in_words(string arguments, string words)
    {
        await Schema.OpenAsync();

        var error = await Should.ThrowAsync<PostgresException>(() => Schema.ExecuteAsync($"select ostinato.enqueue({arguments})"));

        error.MessageText.ShouldContain(words);
    }

    [Fact]
    public async Task A_person_with_psql_sees_jobs_and_their_states()
    {
        var store = await Schema.OpenAsync();
        foreach (var state in Enum.GetValues<JobState>())
        {
            await store.EnqueueAs(state, New.Job($"{state}", queue: $"{state}"));
        }

        var shown = await Schema.ScalarAsync<string>("select string_agg(name || '=' || state, ' ' order by name) from ostinato.jobs");

        shown.ShouldBe(
            "Available=available Cancelled=cancelled Completed=completed Discarded=discarded Executing=executing Retryable=retryable "
            + "Scheduled=scheduled Suspended=suspended");
        (await Schema.ScalarAsync<string>(
            "select format('%s %s %s %s %s %s %s %s', sum(available), sum(scheduled), sum(executing), sum(retryable), sum(suspended), "
            + "sum(completed), sum(cancelled), sum(discarded)) from ostinato.queues")).ShouldBe("1 1 1 1 1 1 1 1");
    }

    [Fact]
    public async Task A_person_with_psql_searches_payloads()
    {
        var store = await Schema.OpenAsync();
        await store.EnqueueMany(
            New.Job("a", payload: """{"userId":7}"""), New.Job("b", payload: """{"userId":8,"text":"\u0000"}"""), New.Job("c", payload: "none"));

        (await Schema.ScalarAsync<string>("select name from ostinato.jobs where payload ->> 'userId' = '7'")).ShouldBe("a");
        (await Schema.ScalarAsync<long>("select count(*) from ostinato.jobs where payload is null")).ShouldBe(2);
    }

    // What the engine makes of a wire name and the text of a key.
    private sealed record UniqueClaimOf(string Name, string Text)
    {
        public Ostinato.Storage.UniqueClaim Claim => new(
            System.Security.Cryptography.SHA256.HashData([.. System.Text.Encoding.UTF8.GetBytes(Name), 0, .. System.Text.Encoding.UTF8.GetBytes(Text)]),
            JobStates.Incomplete,
            null);
    }
}
