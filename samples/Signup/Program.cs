using Ostinato;
using Signup;
using Signup.Crm;
using Signup.Jobs;
using Signup.Mail;
using Signup.Signups;
using Signup.Users;

var builder = WebApplication.CreateBuilder(args);
var folder = Path.GetFullPath(builder.Configuration["DataFolder"] ?? ".", builder.Environment.ContentRootPath);
var database = Database.Of(builder.Configuration, folder);

builder.Services.AddSingleton(database);
builder.Services.AddSingleton<UserTable>();
builder.Services.AddSingleton<Import>();
builder.AddMail(Path.Combine(folder, "outbox"));
builder.AddCrm(Path.Combine(folder, "crm.db"));
builder.AddReadableAnswers();

// Ostinato keeps its tables in the application's own database, so that one transaction covers a user and the jobs for that user.
builder.Services.AddOstinato(o => database.KeepJobs(o)
    .AddJobs()
    .Use<Progress>()
    .AddWorker(w => w.Queue("mail").Queue("crm")));
builder.Services.AddSingleton<Counters>();
builder.Services.AddHostedService<Summary>();
builder.Services.AddHealthChecks().AddOstinato();

Directory.CreateDirectory(folder);
await database.CreateTablesAsync();

var app = builder.Build();
app.UseReadableErrors();
app.MapHome();
app.MapSignups();
app.MapJobs();
app.MapPretendCrm();
app.MapHealthChecks("/health/live", new() { Predicate = check => check.Tags.Contains("live") });
app.MapHealthChecks("/health/ready", new() { Predicate = check => check.Tags.Contains("ready") });
await app.RunAsync();
