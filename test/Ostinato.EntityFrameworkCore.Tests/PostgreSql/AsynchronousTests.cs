namespace Ostinato.EntityFrameworkCore.Tests.PostgreSql;

public sealed class AsynchronousTests : ContextTest<PostgreSqlFixture>
{
    [Fact]
    public async Task A_synchronous_save_with_a_job_is_refused_by_naming_the_call_that_waits()
    {
        var app = await StartAsync();
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
    public async Task In_a_transaction_of_the_callers_own_it_is_refused_before_the_rows_are_written()
    {
        var app = await StartAsync();
        var db = app.Context();
        db.Database.AutoSavepointsEnabled = false;
        using var transaction = db.Database.BeginTransaction();
        db.Users.Add(new User("ada@example.com"));
        db.Jobs.Enqueue(new Note("hello"));

        Should.Throw<InvalidOperationException>(() => db.SaveChanges());
        transaction.Commit();

        (await app.UsersAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_synchronous_save_without_jobs_is_none_of_the_stores_business()
    {
        var app = await StartAsync();
        var db = app.Context();
        db.Users.Add(new User("ada@example.com"));

        db.SaveChanges();

        (await app.UsersAsync()).ShouldHaveSingleItem();
    }
}
