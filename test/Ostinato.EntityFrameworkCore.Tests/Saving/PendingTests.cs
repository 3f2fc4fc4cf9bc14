using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace Ostinato.EntityFrameworkCore.Tests;

public abstract class PendingTests<TFixture> : ContextTest<TFixture>
    where TFixture : DatabaseFixture, new()
{
    [Fact]
    public async Task A_job_that_is_never_saved_is_never_stored()
    {
        var app = await StartAsync();
        await using (var db = app.Context())
        {
            db.Jobs.Enqueue(new Note("forgotten"));
            db.Jobs.Count.ShouldBe(1);
        }

        (await app.StoredAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_job_has_no_id_before_it_is_saved()
    {
        var job = (await StartAsync()).Context().Jobs.Enqueue(new Note("hello"));

        job.IsSaved.ShouldBeFalse();
        Should.Throw<InvalidOperationException>(() => job.Id).Message.ShouldContain("SaveChanges");
        Should.Throw<InvalidOperationException>(() => job.IsDuplicate);
    }

    [Fact]
    public async Task Jobs_that_were_cleared_are_not_stored()
    {
        var app = await StartAsync();
        var db = app.Context();
        var job = db.Jobs.Enqueue(new Note("taken back"));
        db.Jobs.Clear();
        db.Jobs.Enqueue(new Note("kept"));

        await db.SaveChangesAsync();

        job.IsSaved.ShouldBeFalse();
        (await app.StoredAsync()).ShouldBe(["""{"text":"kept"}"""]);
    }

    [Fact]
    public async Task Clearing_the_change_tracker_does_not_reach_the_jobs()
    {
        var db = (await StartAsync()).Context();
        db.Jobs.Enqueue(new Note("hello"));

        db.ChangeTracker.Clear();

        db.Jobs.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(AutoTransactionBehavior.Never)]
    [InlineData(AutoTransactionBehavior.WhenNeeded)]
    [InlineData(AutoTransactionBehavior.Always)]
    public async Task The_transactions_of_the_context_are_as_before_once_nothing_is_pending(AutoTransactionBehavior usual)
    {
        var db = (await StartAsync()).Context();
        db.Database.AutoTransactionBehavior = usual;
        db.Jobs.Enqueue(new Note("hello"));

        await db.SaveChangesAsync();
        db.Database.AutoTransactionBehavior.ShouldBe(usual);

        db.Jobs.Enqueue(new Note("hello"));
        db.Jobs.Clear();
        db.Database.AutoTransactionBehavior.ShouldBe(usual);
    }

    [Fact]
    public async Task A_context_without_transactions_of_its_own_has_one_for_its_jobs()
    {
        var app = await StartAsync(new AppSetup { Context = o => o.AddInterceptors(new FailingCommits(1)) });
        var db = app.Context();
        db.Users.Add(new User("ada@example.com"));
        db.Jobs.Enqueue(new Note("hello"));
        db.Database.AutoTransactionBehavior = AutoTransactionBehavior.Never;

        await Should.ThrowAsync<PassingException>(() => db.SaveChangesAsync());

        (await app.UsersAsync()).ShouldBeEmpty();
        (await app.StoredAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_context_with_another_member_of_that_name_reaches_its_jobs_as_a_service()
    {
        var db = (await StartAsync()).Context();

        db.GetService<ContextJobs>().ShouldBeSameAs(db.Jobs);
    }

    [Fact]
    public async Task What_is_null_is_refused_at_once()
    {
        var jobs = (await StartAsync()).Context().Jobs;

        Should.Throw<ArgumentNullException>(() => jobs.Enqueue((object)null!));
        Should.Throw<ArgumentNullException>(() => jobs.Enqueue(null!));
        Should.Throw<ArgumentNullException>(() => jobs.EnqueueMany<Note>(null!));
        Should.Throw<ArgumentNullException>(() => jobs.EnqueueMany([new Note("a"), null!]));
        Should.Throw<ArgumentNullException>(() => jobs.EnqueueMany([1], (Func<int, object>)null!));
        jobs.Count.ShouldBe(0);
    }
}
