using System.Text.Json;
using Ostinato;

namespace Signup.Jobs;

/// <summary>Shows what happened to the jobs.</summary>
public static class JobEndpoints
{
    public static void MapJobs(this WebApplication app)
    {
        app.MapGet("/jobs", ListAsync);
        app.MapGet("/jobs/{id}", GetAsync);
    }

    private static async Task<IResult> ListAsync(
        IJobAdmin admin, string? state, string? queue, string? name, string? tag, JobPosition? after, CancellationToken ct)
    {
        if (!Enum.TryParse<JobStates>(state ?? nameof(JobStates.Any), ignoreCase: true, out var states))
        {
            return Results.Problem($"'{state}' is not a state of jobs", statusCode: StatusCodes.Status400BadRequest);
        }

        var filter = new JobFilter { States = states, Queue = queue, Name = name, Tag = tag, After = after };
        var page = await admin.Jobs.ListAsync(filter, ct);
        var queues = await admin.Queues.ListAsync(ct);
        return Results.Ok(new
        {
            queues = queues.Select(q => new { q.Name, q.IsPaused, q.Counts, q.OldestAvailable }),
            newest = page.Jobs.Select(Line),
            page.Next,
        });
    }

    private static async Task<IResult> GetAsync(JobId id, IJobAdmin admin, CancellationToken ct)
    {
        if (await admin.Jobs.GetAsync(id, ct) is not { } job)
        {
            return Results.Problem($"there is no job {id}", statusCode: StatusCodes.Status404NotFound);
        }

        var explanation = await admin.Jobs.ExplainAsync(id, ct);
        return Results.Ok(new { job = Line(job), explanation = explanation.Text, errors = job.Errors });
    }

    private static object Line(JobInfo job) => new
    {
        job.Id,
        job.Name,
        Payload = JsonElement.Parse(job.Payload.Span),
        job.State,
        job.Attempt,
        job.EnqueuedAt,
        job.DueAt,
        job.FinishedAt,
        job.Reason,
    };
}
