using Observed;
using OpenTelemetry;
using OpenTelemetry.Resources;
using Ostinato;

var builder = WebApplication.CreateBuilder(args);

// Where to export to is said by the usual variables, such as OTEL_EXPORTER_OTLP_ENDPOINT.
builder.Services.AddOpenTelemetry()
    .ConfigureResource(resource => resource.AddService("observed"))
    .WithTracing(tracing => tracing.AddSource("Microsoft.AspNetCore", WordCounts.Source.Name, "Ostinato"))
    .WithMetrics(metrics => metrics.AddMeter("Ostinato"))
    .UseOtlpExporter();

builder.Services.AddSingleton<WordCounts>();
builder.Services.AddOstinato(o => o
    .UseSqlite(builder.Configuration["Database"] ?? "Data Source=observed.db")
    .AddJobs()
    .OnFinal(WordCounts.TellAsync)
    .Objective("texts", startWithin: TimeSpan.FromSeconds(2), percent: 95)
    .AddWorker(w => w.Queue("texts", 4)));

var app = builder.Build();
app.MapPost("/counts", (string folder, WordCounts counts, CancellationToken ct) => counts.StartAsync(folder, ct));
app.MapGet("/statistics", (IJobAdmin admin, CancellationToken ct) => admin.StatisticsAsync(ct: ct));
app.MapJobBacklog("/backlog").AllowAnonymous();
app.Run();
