using Microsoft.Extensions.DependencyInjection;
using Ostinato.Testing;

namespace Ostinato.EntityFrameworkCore.Tests;

public abstract class SaveTests<TFixture> : ContextTest<TFixture>
    where TFixture : DatabaseFixture, new()
{
    [Fact]
    public async Task A_job_is_stored_together_with_the_rows()
    {
        var app = await StartAsync();
        var db = app.Context();
        db.Users.Add(new User("ada@example.com"));
        var job = db.Jobs.Enqueue(new Note("hello"), new() { Queue = "urgent", Tags = ["vip"] });

        var rows = await db.SaveChangesAsync();

        rows.ShouldBe(1);
        (await app.UsersAsync()).ShouldBe(["ada@example.com"]);
        var stored = (await app.JobsAsync()).ShouldHaveSingleItem();
        (stored.Id, stored.Name, stored.Queue).ShouldBe((job.Id, "note", "urgent"));
        stored.Tags.ShouldBe(["vip"]);
        (job.IsSaved, job.IsDuplicate, db.Jobs.Count).ShouldBe((true, false, 0));
    }

    [Fact]
    public async Task A_job_is_stored_under_the_version_of_its_payload()
    {
        var app = await StartAsync();
        var db = app.Context();
        db.Jobs.Enqueue(new Paint("a", "red"));
        await db.SaveChangesAsync();
        var again = db.Jobs.Enqueue(new Paint("a", "blue"));

        await db.SaveChangesAsync();

        var stored = (await app.JobsAsync()).ShouldHaveSingleItem();
        (stored.Name, stored.Version, stored.PayloadText).ShouldBe(("paint", 2, """{"title":"a","color":"red"}"""));
        (again.Id, again.IsDuplicate).ShouldBe((stored.Id, true));
    }

    [Fact]
    public async Task A_job_without_rows_is_stored_too()
    {
        var app = await StartAsync();
        var db = app.Context();
        var job = db.Jobs.Enqueue(new Note("hello"));

        (await db.SaveChangesAsync()).ShouldBe(0);

        (await app.JobsAsync()).ShouldHaveSingleItem().Id.ShouldBe(job.Id);
    }

    [Fact]
    public async Task A_second_save_stores_nothing_again()
    {
        var app = await StartAsync();
        var db = app.Context();
        db.Jobs.Enqueue(new Note("once"));

        await db.SaveChangesAsync();
        db.Users.Add(new User("ada@example.com"));
        await db.SaveChangesAsync();

        (await app.StoredAsync()).ShouldBe(["""{"text":"once"}"""]);
    }

    [Fact]
    public async Task Many_jobs_of_several_kinds_and_options_keep_their_order_and_get_their_own_ids()
    {
        var app = await StartAsync();
        var db = app.Context();
        var later = new EnqueueOptions { Priority = 9 };
        var notes = db.Jobs.EnqueueMany(Enumerable.Range(0, 500).Select(number => new Note($"{number}")), later);
        var last = db.Jobs.Enqueue(new Reindex(7));

        await db.SaveChangesAsync();

        var stored = await app.JobsAsync();
        stored.Select(job => job.Id).ShouldBe([.. notes.Select(job => job.Id), last.Id]);
        stored.Select(job => job.Priority).ShouldBe([.. Enumerable.Repeat(9, 500), JobDefaults.Priority]);
    }

    [Fact]
    public async Task More_jobs_than_one_insert_takes_are_stored_all()
    {
        var app = await StartAsync();
        var db = app.Context();
        var notes = db.Jobs.EnqueueMany(Enumerable.Range(0, BulkEnqueueExtensions.BatchSize + 5).Select(number => new Note($"{number}")));

        await db.SaveChangesAsync();

        notes.Select(job => job.Id).Distinct().Count().ShouldBe(BulkEnqueueExtensions.BatchSize + 5);
    }

    [Fact]
    public async Task A_unique_job_that_exists_already_is_a_duplicate_with_its_id()
    {
        var app = await StartAsync();
        var db = app.Context();
        var first = db.Jobs.Enqueue(new Reindex(7));
        await db.SaveChangesAsync();

        var second = db.Jobs.Enqueue(new Reindex(7));
        var other = db.Jobs.Enqueue(new Reindex(8));
        var third = db.Jobs.Enqueue(new Reindex(8));
        await db.SaveChangesAsync();

        (second.Id, second.IsDuplicate).ShouldBe((first.Id, true));
        (other.IsDuplicate, third.Id, third.IsDuplicate).ShouldBe((false, other.Id, true));
        (await app.JobsAsync()).Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_job_of_an_interceptor_that_runs_while_saving_shares_the_transaction()
    {
        var commits = new FailingCommits(1);
        var app = await StartAsync(new AppSetup
        {
            Context = o => o.AddInterceptors(new BeforeSaving(db => db.Jobs.Enqueue(new Note("event"))), commits),
        });
        var db = app.Context();
        db.Users.Add(new User("ada@example.com"));

        await Should.ThrowAsync<PassingException>(() => db.SaveChangesAsync());

        (await app.UsersAsync()).ShouldBeEmpty();
        (await app.StoredAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_save_inside_of_a_save_leaves_nothing_out()
    {
        var isNested = false;
        var app = await StartAsync(new AppSetup { Context = o => o.AddInterceptors(new BeforeSaving(SaveOnce), new FailingCommits(0)) });
        var db = app.Context();
        db.Users.Add(new User("ada@example.com"));
        db.Jobs.Enqueue(new Note("first"));

        await db.SaveChangesAsync();

        (await app.StoredAsync()).ShouldBe(["""{"text":"first"}""", """{"text":"second"}"""]);
        db.Jobs.Count.ShouldBe(0);

        async Task SaveOnce(AppDb context)
        {
            if (!isNested)
            {
                isNested = true;
                await context.SaveChangesAsync();
                context.Users.Add(new User("bob@example.com"));
                context.Jobs.Enqueue(new Note("second"));
            }
        }
    }

    [Fact]
    public async Task A_worker_runs_what_SaveChanges_has_stored()
    {
        var app = await StartAsync(new AppSetup { Ostinato = o => o.AddWorker(w => w.Queue("default")) });
        var db = app.Context();
        db.Jobs.Enqueue(new Note("hello"));

        await db.SaveChangesAsync();

        var read = await app.Services.GetRequiredService<Notes>().Read.Task.WaitAsync(TimeSpan.FromMinutes(2));
        read.ShouldBe("hello");
    }

    [Fact]
    public async Task A_recording_client_shows_what_a_context_enqueued()
    {
        var app = await StartAsync(new AppSetup { Services = services => services.AddRecordingJobs() });
        var db = app.Context();
        var user = db.Users.Add(new User("ada@example.com")).Entity;
        db.Jobs.Enqueue(() => new WelcomeEmail(user.Id));

        await db.SaveChangesAsync();

        app.Services.GetRequiredService<RecordingJobClient>()
            .ShouldHaveEnqueued<WelcomeEmail>(job => job.UserId == user.Id).OnQueue("mail").InTransaction().Times(1);
    }
}
