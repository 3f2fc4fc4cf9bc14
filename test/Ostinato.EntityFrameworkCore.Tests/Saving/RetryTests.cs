using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Ostinato.EntityFrameworkCore.Tests;

public abstract class RetryTests<TFixture> : ContextTest<TFixture>
    where TFixture : DatabaseFixture, new()
{
    [Fact]
    public async Task A_save_that_is_retried_stores_its_job_once()
    {
        var made = 0;
        var app = await StartAsync(Failing(times: 2));
        var db = app.Context();
        var user = db.Users.Add(new User("ada@example.com")).Entity;
        db.Jobs.Enqueue(new Note("hello"));
        db.Jobs.Enqueue(() =>
        {
            made++;
            return new WelcomeEmail(user.Id);
        });

        await db.SaveChangesAsync();

        made.ShouldBe(3);
        (await app.UsersAsync()).ShouldHaveSingleItem();
        (await app.StoredAsync()).ShouldBe(["""{"text":"hello"}""", $$"""{"userId":{{user.Id}}}"""]);
    }

    [Fact]
    public async Task A_save_without_rows_is_retried_too()
    {
        var app = await StartAsync(Failing(times: 2));
        var db = app.Context();
        var job = db.Jobs.Enqueue(new Note("hello"));

        await db.SaveChangesAsync();

        (await app.JobsAsync()).ShouldHaveSingleItem().Id.ShouldBe(job.Id);
    }

    [Fact]
    public async Task When_the_retries_are_spent_neither_is_stored_and_both_are_left_to_be_saved()
    {
        var commits = new FailingCommits(int.MaxValue);
        var app = await StartAsync(Failing(commits));
        var db = app.Context();
        db.Users.Add(new User("ada@example.com"));
        db.Jobs.Enqueue(new Note("hello"));

        await Should.ThrowAsync<RetryLimitExceededException>(() => db.SaveChangesAsync());

        (await app.UsersAsync()).ShouldBeEmpty();
        (await app.StoredAsync()).ShouldBeEmpty();

        commits.Left = 0;
        await db.SaveChangesAsync();

        (await app.UsersAsync()).ShouldHaveSingleItem();
        (await app.StoredAsync()).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_transaction_that_is_retried_whole_stores_what_its_last_run_enqueued()
    {
        var app = await StartAsync(Failing(times: 1));
        var db = app.Context();

        await db.Database.CreateExecutionStrategy().ExecuteAsync(async () =>
        {
            db.ChangeTracker.Clear();
            await using var transaction = await db.Database.BeginTransactionAsync();
            db.Users.Add(new User("ada@example.com"));
            db.Jobs.Enqueue(new Note("hello"));
            await db.SaveChangesAsync();
            await transaction.CommitAsync();
        });

        (await app.UsersAsync()).ShouldHaveSingleItem();
        (await app.StoredAsync()).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_save_that_accepts_no_changes_keeps_its_job_until_the_transaction_has_committed()
    {
        var app = await StartAsync(Failing(times: 2));
        var db = app.Context();
        var user = db.Users.Add(new User("ada@example.com")).Entity;
        var job = db.Jobs.Enqueue(() => new WelcomeEmail(user.Id));

        await db.Database.CreateExecutionStrategy().ExecuteInTransactionAsync(
            db,
            (context, ct) => context.SaveChangesAsync(acceptAllChangesOnSuccess: false, ct),
            (context, ct) => context.Users.AsNoTracking().AnyAsync(ct),
            None);
        db.ChangeTracker.AcceptAllChanges();

        (await app.UsersAsync()).ShouldHaveSingleItem();
        (await app.StoredAsync()).ShouldBe([$$"""{"userId":{{user.Id}}}"""]);
        (job.IsSaved, db.Jobs.Count).ShouldBe((true, 0));
    }

    private static AppSetup Failing(int times) => Failing(new FailingCommits(times));

    private static AppSetup Failing(FailingCommits commits) => new()
    {
        Strategy = dependencies => new Retrying(dependencies),
        Context = options => options.AddInterceptors(commits),
    };
}
