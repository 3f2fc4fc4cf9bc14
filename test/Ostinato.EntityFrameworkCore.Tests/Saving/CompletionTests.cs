using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.DependencyInjection;
using Ostinato.Storage;

namespace Ostinato.EntityFrameworkCore.Tests;

/// <summary>A handler that completes its job in the transaction of its rows writes them exactly once.</summary>
public abstract class CompletionTests<TFixture> : ContextTest<TFixture>
    where TFixture : DatabaseFixture, new()
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task The_job_is_completed_with_the_rows()
    {
        var app = await StartAsync(async (db, context) =>
        {
            AddUser(db, context);
            db.Jobs.Complete(context);
            db.Jobs.Enqueue(new WelcomeEmail(7));
            db.Jobs.Count.ShouldBe(2);
            await db.SaveChangesAsync();
            db.Jobs.Count.ShouldBe(0);
        });

        (await RunAsync(app)).State.ShouldBe(JobState.Completed);

        (await app.UsersAsync()).ShouldBe(["1"]);
        (await app.JobsAsync()).Select(job => job.Name).ShouldBe(["sign-up", "welcome-email"]);
    }

    [Fact]
    public async Task A_job_is_completed_without_rows_too()
    {
        var app = await StartAsync(async (db, context) =>
        {
            db.Jobs.Complete(context);
            await db.SaveChangesAsync();
            throw new PassingException();
        });

        (await RunAsync(app)).State.ShouldBe(JobState.Completed);

        Runs(app).ShouldBe(1);
    }

    [Fact]
    public async Task A_result_is_completed_with_the_rows()
    {
        var app = await StartAsync((_, _) => Task.CompletedTask);
        var handle = await app.Services.GetRequiredService<IJobClient>().EnqueueAsync(new CountUsers(), None);

        (await handle.ResultAsync(Patience, None)).ShouldBe(7);

        (await app.UsersAsync()).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task In_a_transaction_of_the_handlers_own_its_commit_decides()
    {
        var app = await StartAsync((db, context) => db.Database.CreateExecutionStrategy().ExecuteAsync(async () =>
        {
            await using var transaction = await db.Database.BeginTransactionAsync();
            AddUser(db, context);
            await db.SaveChangesAsync();
            await context.CompleteInAsync(transaction.GetDbTransaction(), None);
            if (context.Attempt > 1)
            {
                await transaction.CommitAsync();
            }
        }));

        var job = await RunAsync(app);

        job.Errors.ShouldHaveSingleItem().Message.ShouldContain("did not commit");
        (await app.UsersAsync()).ShouldBe(["2"]);
    }

    [Fact]
    public async Task A_save_that_fails_completes_nothing()
    {
        var app = await StartAsync(async (db, context) =>
        {
            AddUser(db, context);
            db.Jobs.Complete(context);
            if (context.Attempt == 1)
            {
                db.Jobs.Enqueue("not a job");
            }

            await db.SaveChangesAsync();
        });

        (await RunAsync(app)).Attempt.ShouldBe(2);

        (await app.UsersAsync()).ShouldBe(["2"]);
    }

    [Fact]
    public async Task A_commit_whose_answer_is_lost_is_not_made_again()
    {
        var app = await StartAsync(SaveAsync, new AppSetup { Context = o => o.AddInterceptors(new LostAnswers(1)) });

        (await RunAsync(app)).State.ShouldBe(JobState.Completed);

        (Runs(app), (await app.UsersAsync()).Count).ShouldBe((1, 1));
    }

    [Fact]
    public async Task A_strategy_that_retries_what_was_committed_is_refused()
    {
        var app = await StartAsync(SaveAsync, new AppSetup
        {
            Strategy = dependencies => new Retrying(dependencies),
            Context = o => o.AddInterceptors(new LostAnswers(1)),
        });

        (await RunAsync(app)).State.ShouldBe(JobState.Completed);

        (Runs(app), (await app.UsersAsync()).Count).ShouldBe((1, 1));
    }

    [Fact]
    public async Task A_strategy_retries_what_was_not_committed()
    {
        var app = await StartAsync(SaveAsync, new AppSetup
        {
            Strategy = dependencies => new Retrying(dependencies),
            Context = o => o.AddInterceptors(new FailingCommits(2)),
        });

        (await RunAsync(app)).Attempt.ShouldBe(1);

        (Runs(app), (await app.UsersAsync()).Count).ShouldBe((1, 1));
    }

    [Fact]
    public async Task A_process_that_is_declared_dead_before_its_save_writes_nothing()
    {
        var thrown = new TaskCompletionSource<Exception?>(TaskCreationOptions.RunContinuationsAsynchronously);
        var app = await StartAsync(async (db, context) =>
        {
            AddUser(db, context);
            if (context.Attempt == 1)
            {
                await DieAsync(context);
                db.Jobs.Complete(context);
                thrown.SetResult(await Record.ExceptionAsync(() => db.SaveChangesAsync()));
                return;
            }

            db.Jobs.Complete(context);
            await db.SaveChangesAsync();
        });

        var job = await RunAsync(app);

        (await thrown.Task.WaitAsync(Patience)).ShouldBeOfType<JobLeaseLostException>().Id.ShouldBe(job.Id);
        (job.State, job.Attempt, job.Crashes).ShouldBe((JobState.Completed, 2, 1));
        (await app.UsersAsync()).ShouldBe(["2"]);
    }

    [Fact]
    public async Task A_process_that_is_declared_dead_after_its_save_has_done_its_work()
    {
        var app = await StartAsync(async (db, context) =>
        {
            await SaveAsync(db, context);
            await DieAsync(context);
        });

        var job = await RunAsync(app);

        (job.State, job.Attempt, job.Crashes).ShouldBe((JobState.Completed, 1, 0));
        (Runs(app), (await app.UsersAsync()).Count).ShouldBe((1, 1));
    }

    private static void AddUser(AppDb db, JobContext context) => db.Users.Add(new User($"{context.Attempt}"));

    private static Task SaveAsync(AppDb db, JobContext context)
    {
        db.Users.Add(new User($"{Guid.NewGuid()}"));
        db.Jobs.Complete(context);
        return db.SaveChangesAsync();
    }

    /// <summary>Declares every process dead, as another one does that has missed their beats.</summary>
    private static async Task DieAsync(JobContext context)
    {
        var processes = context.Services.GetRequiredService<IJobStore>().Processes;
        var observer = await processes.JoinAsync(
            new ProcessDescription("observer", 1, new Dictionary<string, int>(), []), earlier: null, None);
        for (var reaped = false; !reaped;)
        {
            // A beat in between shows life: look again.
            var beats = (await processes.BeatAsync(observer, None)).Beats.Where(beat => beat.Process != observer);
            reaped = await processes.ReapAsync(beats.Single(), poisonAfter: 3, None) is not null;
        }

        await processes.LeaveAsync(observer, None);
    }

    private static int Runs(App app) => app.Services.GetRequiredService<SignUps>().Runs;

    private static async Task<JobInfo> RunAsync(App app)
    {
        var id = (await app.Services.GetRequiredService<IJobClient>().EnqueueAsync(new SignUp("ada@example.com"), None)).Id;
        var jobs = app.Services.GetRequiredService<IJobAdmin>().Jobs;
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(5), TimeProvider.System);
        using var patience = new CancellationTokenSource(Patience, TimeProvider.System);
        JobInfo? job;
        while ((job = await jobs.GetAsync(id, None)) is null || !job.State.IsFinal())
        {
            await timer.WaitForNextTickAsync(patience.Token);
        }

        return job;
    }

    private async Task<App> StartAsync(Func<AppDb, JobContext, Task> handle, AppSetup? setup = null)
    {
        var app = await StartAsync((setup ?? new AppSetup()) with { Ostinato = o => o.AddWorker(w => w.Queue("default")) });
        app.Services.GetRequiredService<SignUps>().Handle = handle;
        return app;
    }
}
