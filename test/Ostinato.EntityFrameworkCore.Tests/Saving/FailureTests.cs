using Microsoft.EntityFrameworkCore;

namespace Ostinato.EntityFrameworkCore.Tests;

public abstract class FailureTests<TFixture> : ContextTest<TFixture>
    where TFixture : DatabaseFixture, new()
{
    [Fact]
    public async Task Rows_that_break_a_constraint_take_their_job_with_them_and_both_are_saved_when_they_are_mended()
    {
        var app = await StartAsync();
        await AddAsync(app, "ada@example.com");
        var db = app.Context();
        var user = db.Users.Add(new User("ada@example.com")).Entity;
        var job = db.Jobs.Enqueue(new Note("hello"));

        await Should.ThrowAsync<DbUpdateException>(() => db.SaveChangesAsync());

        (await app.UsersAsync()).ShouldHaveSingleItem();
        (await app.StoredAsync()).ShouldBeEmpty();
        (job.IsSaved, db.Jobs.Count).ShouldBe((false, 1));

        user.Email = "bob@example.com";
        await db.SaveChangesAsync();

        (await app.UsersAsync()).ShouldBe(["ada@example.com", "bob@example.com"]);
        (await app.JobsAsync()).ShouldHaveSingleItem().Id.ShouldBe(job.Id);
    }

    [Fact]
    public async Task A_job_that_is_refused_takes_its_rows_with_it_and_they_are_saved_without_it()
    {
        var app = await StartAsync();
        var db = app.Context();
        var user = db.Users.Add(new User("ada@example.com")).Entity;
        db.Jobs.Enqueue(new Note("hello"));
        db.Jobs.Enqueue("not a job");

        await Should.ThrowAsync<InvalidOperationException>(() => db.SaveChangesAsync());

        (await app.UsersAsync()).ShouldBeEmpty();
        (await app.StoredAsync()).ShouldBeEmpty();
        (db.Entry(user).State, user.Id, db.Jobs.Count).ShouldBe((EntityState.Added, 0, 2));

        db.Jobs.Clear();
        await db.SaveChangesAsync();

        (await app.UsersAsync()).ShouldHaveSingleItem();
        (await app.StoredAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_commit_that_fails_leaves_rows_and_jobs_to_be_saved_again()
    {
        var app = await StartAsync(new AppSetup { Context = o => o.AddInterceptors(new FailingCommits(1)) });
        var db = app.Context();
        var user = db.Users.Add(new User("ada@example.com")).Entity;
        var job = db.Jobs.Enqueue(() => new WelcomeEmail(user.Id));

        await Should.ThrowAsync<PassingException>(() => db.SaveChangesAsync());

        (job.IsSaved, user.Id).ShouldBe((false, 0));
        (await app.StoredAsync()).ShouldBeEmpty();

        await db.SaveChangesAsync();

        (await app.UsersAsync()).ShouldHaveSingleItem();
        (await app.StoredAsync()).ShouldBe([$$"""{"userId":{{user.Id}}}"""]);
    }

    [Fact]
    public async Task A_row_that_somebody_else_has_changed_takes_the_job_with_it()
    {
        var app = await StartAsync();
        await AddAsync(app, "ada@example.com");
        var (db, other) = (app.Context(), app.Context());
        (await db.Users.SingleAsync()).Version = 1;
        (await other.Users.SingleAsync()).Version = 2;
        await other.SaveChangesAsync();
        db.Jobs.Enqueue(new Note("hello"));

        await Should.ThrowAsync<DbUpdateConcurrencyException>(() => db.SaveChangesAsync());

        (await app.StoredAsync()).ShouldBeEmpty();

        // The save is over: a transaction of the caller's stores nothing by itself.
        await CommitAsync(db);

        (await app.StoredAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_save_that_is_cancelled_stores_neither_and_can_be_made_again()
    {
        var app = await StartAsync();
        var db = app.Context();
        db.Users.Add(new User("ada@example.com"));
        using var cancellation = new CancellationTokenSource();
        var isFirst = true;
        db.Jobs.Enqueue(() =>
        {
            if (isFirst)
            {
                isFirst = false;
                cancellation.Cancel();
            }

            return new Note("hello");
        });

        await Should.ThrowAsync<OperationCanceledException>(() => db.SaveChangesAsync(cancellation.Token));
        await CommitAsync(db);

        (await app.UsersAsync()).ShouldBeEmpty();
        (await app.StoredAsync()).ShouldBeEmpty();

        await db.SaveChangesAsync();

        (await app.UsersAsync()).ShouldHaveSingleItem();
        (await app.StoredAsync()).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task An_interceptor_that_refuses_the_save_leaves_the_job_pending()
    {
        var refusals = 1;
        var app = await StartAsync(new AppSetup
        {
            Context = o => o.AddInterceptors(new BeforeSaving(_ => Refuse())),
        });
        var db = app.Context();
        db.Users.Add(new User("ada@example.com"));
        db.Jobs.Enqueue(new Note("hello"));

        await Should.ThrowAsync<NotSupportedException>(() => db.SaveChangesAsync());
        (await app.StoredAsync()).ShouldBeEmpty();

        await db.SaveChangesAsync();
        (await app.StoredAsync()).ShouldHaveSingleItem();

        void Refuse()
        {
            if (refusals-- > 0)
            {
                throw new NotSupportedException("not today");
            }
        }
    }

    [Fact]
    public async Task After_a_save_without_jobs_that_failed_a_commit_without_a_save_stores_nothing()
    {
        var app = await StartAsync();
        await AddAsync(app, "ada@example.com");
        var db = app.Context();
        db.Users.Add(new User("ada@example.com"));
        await Should.ThrowAsync<DbUpdateException>(() => db.SaveChangesAsync());
        db.ChangeTracker.Clear();
        db.Jobs.Enqueue(new Note("hello"));

        await CommitAsync(db);

        (await app.StoredAsync()).ShouldBeEmpty();
    }

    private static async Task CommitAsync(AppDb db)
    {
        await using var transaction = await db.Database.BeginTransactionAsync();
        await transaction.CommitAsync();
    }

    private static async Task AddAsync(App app, string email)
    {
        var db = app.Context();
        db.Users.Add(new User(email));
        await db.SaveChangesAsync();
    }
}
