namespace Ostinato.EntityFrameworkCore.Tests;

/// <summary>For stores that work on the caller's thread.</summary>
public abstract class SynchronousTests<TFixture> : ContextTest<TFixture>
    where TFixture : DatabaseFixture, new()
{
    [Fact]
    public async Task A_synchronous_save_stores_the_job_with_the_rows()
    {
        var app = await StartAsync();
        var db = app.Context();
        var user = db.Users.Add(new User("ada@example.com")).Entity;
        var job = db.Jobs.Enqueue(() => new WelcomeEmail(user.Id));

        db.SaveChanges().ShouldBe(1);

        (await app.JobsAsync()).ShouldHaveSingleItem().Id.ShouldBe(job.Id);
        (await app.StoredAsync()).ShouldBe([$$"""{"userId":{{user.Id}}}"""]);
    }

    [Fact]
    public async Task A_synchronous_save_without_rows_stores_the_job()
    {
        var app = await StartAsync();
        var db = app.Context();
        db.Jobs.Enqueue(new Note("hello"));

        db.SaveChanges();

        (await app.StoredAsync()).ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_synchronous_transaction_of_the_callers_own_decides(bool commits)
    {
        var app = await StartAsync();
        var db = app.Context();
        using (var transaction = db.Database.BeginTransaction())
        {
            db.Users.Add(new User("ada@example.com"));
            db.Jobs.Enqueue(new Note("hello"));
            db.SaveChanges();
            if (commits)
            {
                transaction.Commit();
            }
        }

        (await app.StoredAsync()).Count.ShouldBe(commits ? 1 : 0);
        (await app.UsersAsync()).Count.ShouldBe(commits ? 1 : 0);
    }

    [Fact]
    public async Task A_synchronous_save_with_a_job_that_is_refused_stores_neither()
    {
        var app = await StartAsync();
        var db = app.Context();
        db.Users.Add(new User("ada@example.com"));
        db.Jobs.Enqueue("not a job");

        Should.Throw<InvalidOperationException>(() => db.SaveChanges()).Message.ShouldContain("String");

        (await app.UsersAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task In_a_transaction_of_the_callers_own_it_takes_its_rows_back()
    {
        var app = await StartAsync();
        var db = app.Context();
        using var transaction = db.Database.BeginTransaction();
        db.Users.Add(new User("ada@example.com"));
        db.Jobs.Enqueue("not a job");

        Should.Throw<InvalidOperationException>(() => db.SaveChanges());
        transaction.Commit();

        (await app.UsersAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_synchronous_save_is_retried()
    {
        var app = await StartAsync(new AppSetup
        {
            Strategy = dependencies => new Retrying(dependencies),
            Context = options => options.AddInterceptors(new FailingCommits(2)),
        });
        var db = app.Context();
        db.Users.Add(new User("ada@example.com"));
        db.Jobs.Enqueue(new Note("hello"));

        db.SaveChanges();

        (await app.UsersAsync()).ShouldHaveSingleItem();
        (await app.StoredAsync()).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_synchronous_save_before_the_store_is_open_names_the_call_that_waits_for_it()
    {
        var app = Create();
        var db = app.Context();
        db.Users.Add(new User("ada@example.com"));
        db.Jobs.Enqueue(new Note("hello"));

        Should.Throw<InvalidOperationException>(() => db.SaveChanges()).Message.ShouldContain("SaveChangesAsync()");
        (await app.UsersAsync()).ShouldBeEmpty();

        await db.SaveChangesAsync();
        (await app.UsersAsync()).ShouldHaveSingleItem();
        (await app.StoredAsync()).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task In_a_transaction_of_the_callers_own_it_says_so_before_the_rows_are_written()
    {
        var app = Create();
        var db = app.Context();
        db.Database.AutoSavepointsEnabled = false;
        using var transaction = db.Database.BeginTransaction();
        db.Users.Add(new User("ada@example.com"));
        db.Jobs.Enqueue(new Note("hello"));

        Should.Throw<InvalidOperationException>(() => db.SaveChanges());
        transaction.Commit();

        (await app.UsersAsync()).ShouldBeEmpty();
    }
}
