using Microsoft.EntityFrameworkCore;

namespace Ostinato.EntityFrameworkCore.Tests;

public abstract class CallersTransactionTests<TFixture> : ContextTest<TFixture>
    where TFixture : DatabaseFixture, new()
{
    [Fact]
    public async Task Two_saves_in_one_transaction_are_stored_by_its_commit()
    {
        var app = await StartAsync();
        var db = app.Context();
        await using var transaction = await db.Database.BeginTransactionAsync();
        db.Users.Add(new User("ada@example.com"));
        var first = db.Jobs.Enqueue(new Note("first"));
        await db.SaveChangesAsync();
        db.Users.Add(new User("bob@example.com"));
        var second = db.Jobs.Enqueue(new Note("second"));
        await db.SaveChangesAsync();

        (await app.StoredAsync()).ShouldBeEmpty();
        await transaction.CommitAsync();

        (await app.JobsAsync()).Select(job => job.Id).ShouldBe([first.Id, second.Id]);
        (await app.UsersAsync()).Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_transaction_that_is_rolled_back_leaves_neither_rows_nor_jobs_nor_anything_pending()
    {
        var app = await StartAsync();
        var db = app.Context();
        await using (var transaction = await db.Database.BeginTransactionAsync())
        {
            db.Users.Add(new User("ada@example.com"));
            db.Jobs.Enqueue(new Note("hello"));
            await db.SaveChangesAsync();
            await transaction.RollbackAsync();
        }

        await db.SaveChangesAsync();

        (await app.UsersAsync()).ShouldBeEmpty();
        (await app.StoredAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_commit_without_a_save_stores_nothing()
    {
        var app = await StartAsync();
        var db = app.Context();
        await using var transaction = await db.Database.BeginTransactionAsync();
        db.Jobs.Enqueue(new Note("hello"));

        await transaction.CommitAsync();

        (await app.StoredAsync()).ShouldBeEmpty();
        db.Jobs.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_job_without_rows_is_stored_by_the_commit()
    {
        var app = await StartAsync();
        var db = app.Context();
        await using var transaction = await db.Database.BeginTransactionAsync();
        db.Jobs.Enqueue(new Note("hello"));
        await db.SaveChangesAsync();

        (await app.StoredAsync()).ShouldBeEmpty();
        await transaction.CommitAsync();

        (await app.StoredAsync()).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_caller_who_goes_on_after_an_error_has_no_rows_without_their_jobs()
    {
        var app = await StartAsync();
        var db = app.Context();
        await using var transaction = await db.Database.BeginTransactionAsync();
        db.Users.Add(new User("ada@example.com"));
        db.Jobs.Enqueue(new Note("first"));
        await db.SaveChangesAsync();
        db.Users.Add(new User("bob@example.com"));
        db.Jobs.Enqueue(new Note("second"), new() { Priority = 1 });
        db.Jobs.Enqueue("not a job");

        await Should.ThrowAsync<InvalidOperationException>(() => db.SaveChangesAsync());
        await transaction.CommitAsync();

        (await app.UsersAsync()).ShouldBe(["ada@example.com"]);
        (await app.StoredAsync()).ShouldBe(["""{"text":"first"}"""]);
        db.Jobs.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Rows_that_break_a_constraint_leave_the_job_for_the_next_save_of_the_same_transaction()
    {
        var app = await StartAsync();
        var db = app.Context();
        await using var transaction = await db.Database.BeginTransactionAsync();
        db.Users.Add(new User("ada@example.com"));
        await db.SaveChangesAsync();
        var twin = db.Users.Add(new User("ada@example.com")).Entity;
        db.Jobs.Enqueue(new Note("hello"));

        await Should.ThrowAsync<DbUpdateException>(() => db.SaveChangesAsync());
        twin.Email = "bob@example.com";
        await db.SaveChangesAsync();
        await transaction.CommitAsync();

        (await app.UsersAsync()).Count.ShouldBe(2);
        (await app.StoredAsync()).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Without_savepoints_jobs_are_stored_all_the_same()
    {
        var app = await StartAsync();
        var db = app.Context();
        db.Database.AutoSavepointsEnabled = false;
        await using var transaction = await db.Database.BeginTransactionAsync();
        db.Users.Add(new User("ada@example.com"));
        db.Jobs.Enqueue(new Note("hello"));

        await db.SaveChangesAsync();
        await transaction.CommitAsync();

        (await app.StoredAsync()).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Two_saves_that_accept_no_changes_write_a_job_once_in_one_transaction()
    {
        var app = await StartAsync();
        var db = app.Context();
        await using var transaction = await db.Database.BeginTransactionAsync();
        var job = db.Jobs.Enqueue(new Note("hello"));

        await db.SaveChangesAsync(acceptAllChangesOnSuccess: false);
        await db.SaveChangesAsync(acceptAllChangesOnSuccess: false);
        job.IsSaved.ShouldBeFalse();
        await transaction.CommitAsync();

        job.IsSaved.ShouldBeTrue();
        db.Jobs.Count.ShouldBe(0);
        (await app.StoredAsync()).ShouldHaveSingleItem();
    }
}
