using Ostinato;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddOstinato(o => o.UseSqlite("Data Source=app.db").AddJobs().AddWorker(w => w.Queue("mail")));

var app = builder.Build();
app.MapPost("/signups/{name}", (string name, IJobClient jobs, CancellationToken ct) => jobs.EnqueueAsync(new WelcomeEmail(name), ct));
app.Run();

[Job("welcome-email", Queue = "mail", MaxAttempts = 8, Timeout = "00:02:00")]
public sealed record WelcomeEmail(string Name);

public sealed class WelcomeEmailHandler(ILogger<WelcomeEmailHandler> logger) : IJobHandler<WelcomeEmail>
{
    public async Task HandleAsync(WelcomeEmail job, JobContext context, CancellationToken ct)
    {
        await Task.Delay(TimeSpan.FromSeconds(1), ct);
        logger.LogInformation("Welcome, {Name}! This was attempt {Attempt} of job {Id}.", job.Name, context.Attempt, context.Id);
    }
}
