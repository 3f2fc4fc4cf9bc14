namespace Ostinato.EntityFrameworkCore.Tests;

/// <summary>A job whose handler writes to the database, as its test says.</summary>
[Job("sign-up"), Retry(BackoffShape.Constant, Initial = "00:00:00.001")]
public sealed record SignUp(string Email);

public sealed class SignUpHandler(SignUps signUps, AppDb db) : IJobHandler<SignUp>
{
    public Task HandleAsync(SignUp job, JobContext context, CancellationToken ct)
    {
        signUps.Runs++;
        return signUps.Handle(db, context);
    }
}

[Job("count-users")]
public sealed record CountUsers : IJobResult<int>;

public sealed class CountUsersHandler(AppDb db) : IJobHandler<CountUsers, int>
{
    public async Task<int> HandleAsync(CountUsers job, JobContext context, CancellationToken ct)
    {
        db.Users.Add(new User("counted"));
        db.Jobs.Complete(context, 7);
        await db.SaveChangesAsync(ct);
        return 0;
    }
}

/// <summary>What the handlers do, and how often they ran.</summary>
public sealed class SignUps
{
    public int Runs { get; set; }

    public Func<AppDb, JobContext, Task> Handle { get; set; } = (_, _) => Task.CompletedTask;
}
