using System.Globalization;
using System.Net.ServerSentEvents;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Net.Http.Headers;

namespace Ostinato.AspNetCore;

/// <summary>Answers requests for the result of a job.</summary>
internal sealed class JobResults(JobResultsOptions options)
{
    public const string IdParameter = "id";
    private const string EventStream = "text/event-stream";
    private const string Preference = "Prefer";
    private const string Waiting = "wait=";

    // When a client should ask again.
    private const string RetryAfterSeconds = "1";

    public async Task AnswerAsync(HttpContext http)
    {
        var jobs = http.RequestServices.GetRequiredService<IJobAdmin>().Jobs;
        var ct = http.RequestAborted;
        if (!JobId.TryParse(http.GetRouteValue(IdParameter) as string, CultureInfo.InvariantCulture, out var id)
            || await jobs.GetAsync(id, ct).ConfigureAwait(false) is not { } job || !options.Allow(http, job))
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        http.Response.Headers.CacheControl = "no-store";
        if (WantsEvents(http.Request))
        {
            await FollowAsync(http, jobs, job, ct).ConfigureAwait(false);
            return;
        }

        await WriteAsync(http, await WaitAsync(http, jobs, job, ct).ConfigureAwait(false), ct).ConfigureAwait(false);
    }

    private static bool WantsEvents(HttpRequest request) =>
        request.GetTypedHeaders().Accept.Any(accept => accept.MediaType.Equals(EventStream, StringComparison.OrdinalIgnoreCase));

    private async Task FollowAsync(HttpContext http, IJobOperations jobs, JobInfo job, CancellationToken ct)
    {
        var withLines = options.AllowLines(http, job);
        http.Response.ContentType = EventStream;
        http.Response.Headers["X-Accel-Buffering"] = "no";
        var events = Events(jobs.WatchAsync(job.Id, withLines, ct));
        await SseFormatter.WriteAsync(events, http.Response.Body, JobAnswer.Write, ct).ConfigureAwait(false);
    }

    private static async IAsyncEnumerable<SseItem<JobInfo>> Events(IAsyncEnumerable<JobInfo> watched)
    {
        JobInfo? last = null;
        await foreach (var job in watched.ConfigureAwait(false))
        {
            yield return new SseItem<JobInfo>(job, EventOf(job, last));
            last = job;
        }
    }

    private static string EventOf(JobInfo job, JobInfo? last) =>
        job.State.IsFinal() ? "end"
        : (job.State, job.Attempt, job.DueAt) != (last?.State, last?.Attempt, last?.DueAt) ? "state"
        : job.Progress != last?.Progress ? "progress"
        : "lines";

    // Until the end, or as long as the client prefers.
    private async Task<JobInfo> WaitAsync(HttpContext http, IJobOperations jobs, JobInfo job, CancellationToken ct)
    {
        if (job.State.IsFinal() || PreferredWait(http.Request) is not { } wait)
        {
            return job;
        }

        http.Response.Headers["Preference-Applied"] = string.Create(CultureInfo.InvariantCulture, $"{Waiting}{wait.TotalSeconds}");
        var time = http.RequestServices.GetService<TimeProvider>() ?? TimeProvider.System;
        using var enough = new CancellationTokenSource(wait, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(enough.Token, ct);
        try
        {
            await foreach (var seen in jobs.WatchAsync(job.Id, either.Token).ConfigureAwait(false))
            {
                job = seen;
            }
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            // It has not ended by now.
        }

        return job;
    }

    // RFC 7240: a number of seconds.
    private TimeSpan? PreferredWait(HttpRequest request)
    {
        foreach (var preference in request.Headers.GetCommaSeparatedValues(Preference))
        {
            if (preference.StartsWith(Waiting, StringComparison.OrdinalIgnoreCase)
                && int.TryParse(preference.AsSpan(Waiting.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
            {
                var wait = TimeSpan.FromSeconds(seconds);
                return wait < options.LongestWait ? wait : options.LongestWait;
            }
        }

        return null;
    }

    private static async Task WriteAsync(HttpContext http, JobInfo job, CancellationToken ct)
    {
        var response = http.Response;
        response.ContentType = "application/json; charset=utf-8";
        if (!job.State.IsFinal())
        {
            response.StatusCode = StatusCodes.Status202Accepted;
            response.Headers[HeaderNames.Location] = $"{http.Request.PathBase}{http.Request.Path}";
            response.Headers[HeaderNames.RetryAfter] = RetryAfterSeconds;
        }
        else if (job.IsResultExpired)
        {
            response.StatusCode = StatusCodes.Status410Gone;
        }

        JobAnswer.Write(job, response.BodyWriter);
        await response.BodyWriter.FlushAsync(ct).ConfigureAwait(false);
    }
}
