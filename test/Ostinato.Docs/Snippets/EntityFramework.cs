using Microsoft.EntityFrameworkCore;

namespace Ostinato.Docs.Snippets.EntityFramework;

public sealed class User
{
    public int Id { get; set; }

    public required string Email { get; set; }
}

public sealed class AppDb(DbContextOptions<AppDb> options) : DbContext(options)
{
    public DbSet<User> Users => Set<User>();
}

internal static class EntityFrameworkSetUp
{
    public static void Add(WebApplicationBuilder builder)
    {
        #region entity-framework-set-up
        builder.Services.AddOstinato(o => o.UseSqlite("Data Source=app.db").AddJobs().AddWorker(w => w.Queue("mail")));
        builder.Services.AddDbContext<AppDb>(options => options.UseSqlite("Data Source=app.db").UseOstinato());
        #endregion
    }
}

#region entity-framework-complete
[Job("sign-up")]
public sealed record SignUp(string Email);

public sealed class SignUpHandler(AppDb db) : IJobHandler<SignUp>
{
    public async Task HandleAsync(SignUp job, JobContext context, CancellationToken ct)
    {
        var user = db.Users.Add(new User { Email = job.Email }).Entity;
        db.Jobs.Enqueue(() => new WelcomeEmail(user.Id));
        db.Jobs.Complete(context);
        await db.SaveChangesAsync(ct);
    }
}
#endregion

internal sealed class Signups(AppDb db, ILogger logger)
{
    #region entity-framework-save
    public async Task SignUpAsync(string email, CancellationToken ct)
    {
        var user = new User { Email = email };
        db.Users.Add(user);
        db.Jobs.Enqueue(() => new WelcomeEmail(user.Id));
        await db.SaveChangesAsync(ct);
    }
    #endregion

    public async Task Options(int tenantId, IReadOnlyList<int> userIds, List<User> newUsers, CancellationToken ct)
    {
        #region entity-framework-options
        PendingJob job = db.Jobs.Enqueue(new Reindex(tenantId), new() { Delay = TimeSpan.FromMinutes(10) });
        db.Jobs.EnqueueMany(userIds.Select(id => new WelcomeEmail(id)));
        db.Jobs.EnqueueMany(newUsers, user => new WelcomeEmail(user.Id));
        await db.SaveChangesAsync(ct);

        if (job.IsDuplicate)
        {
            logger.LogInformation("Job {Id} is on its way already.", job.Id);
        }
        #endregion
    }

    public async Task InTransaction(User ada, CancellationToken ct)
    {
        #region entity-framework-transaction
        await using var transaction = await db.Database.BeginTransactionAsync(ct);

        db.Users.Add(ada);
        db.Jobs.Enqueue(() => new WelcomeEmail(ada.Id));
        await db.SaveChangesAsync(ct);

        await db.Users.Where(user => user.Email == "").ExecuteDeleteAsync(ct);
        await transaction.CommitAsync(ct);
        #endregion
    }

    public async Task Retried(string email, CancellationToken ct)
    {
        #region entity-framework-retries
        await db.Database.CreateExecutionStrategy().ExecuteAsync(async () =>
        {
            db.ChangeTracker.Clear();
            db.Jobs.Clear();
            await using var transaction = await db.Database.BeginTransactionAsync(ct);
            var user = db.Users.Add(new User { Email = email }).Entity;
            db.Jobs.Enqueue(() => new WelcomeEmail(user.Id));
            await db.SaveChangesAsync(ct);
            await transaction.CommitAsync(ct);
        });
        #endregion
    }
}
