using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Ostinato.AspNetCore;

namespace Ostinato;

/// <summary>What waits in the queues, over HTTP, for autoscalers.</summary>
public static class JobBacklogExtensions
{
    private const string Queue = "queue";
    private const string PlainText = "text/plain";

    /// <summary>
    /// Answers <c>GET</c> with what waits in each queue and how many slots it takes, as JSON, or in Prometheus' text format where the
    /// caller prefers <c>text/plain</c>. With <c>?queue=mail</c> it is one object for that queue, with zeros where nothing is known of it.
    /// </summary>
    /// <remarks>
    /// Callers must be authorized by the application's default policy. What is returned takes another one (<c>RequireAuthorization</c>), or
    /// <c>AllowAnonymous</c>.
    /// </remarks>
    /// <param name="endpoints">The application.</param>
    /// <param name="pattern">The route.</param>
    /// <param name="configure">In which time what waits is to be started.</param>
    /// <exception cref="ArgumentException">The time is out of range.</exception>
    public static IEndpointConventionBuilder MapJobBacklog(
        this IEndpointRouteBuilder endpoints, [StringSyntax("Route")] string pattern, Action<JobBacklogOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(pattern);
        var options = new JobBacklogOptions();
        configure?.Invoke(options);
        if (options.StartWithin < TimeSpan.FromSeconds(1) || options.StartWithin > TimeSpan.FromDays(1))
        {
            throw new ArgumentException(
                $"{nameof(JobBacklogOptions.StartWithin)} is {options.StartWithin}; it must be {TimeSpan.FromSeconds(1)} to "
                + $"{TimeSpan.FromDays(1)}.",
                nameof(configure));
        }

        var route = endpoints.MapGet(pattern, new RequestDelegate(http => AnswerAsync(http, options.StartWithin)));
        route.Finally(JobResultsExtensions.RequireAuthorization);
        return route;
    }

    private static async Task AnswerAsync(HttpContext http, TimeSpan within)
    {
        var admin = http.RequestServices.GetRequiredService<IJobAdmin>();
        var queues = await admin.BacklogAsync(within, http.RequestAborted).ConfigureAwait(false);
        var response = http.Response;
        response.Headers.CacheControl = "no-store";
        if (http.Request.GetTypedHeaders().Accept.Any(accept => accept.MediaType.Equals(PlainText, StringComparison.OrdinalIgnoreCase)))
        {
            response.ContentType = "text/plain; version=0.0.4; charset=utf-8";
            BacklogAnswer.WriteText(queues, response.BodyWriter);
        }
        else if (http.Request.Query[Queue] is [{ Length: > 0 } name, ..])
        {
            response.ContentType = "application/json; charset=utf-8";
            BacklogAnswer.WriteJson(
                queues.FirstOrDefault(queue => queue.Queue == name) ?? new QueueBacklog { Queue = name }, response.BodyWriter);
        }
        else
        {
            response.ContentType = "application/json; charset=utf-8";
            BacklogAnswer.WriteJson(queues, response.BodyWriter);
        }

        await response.BodyWriter.FlushAsync(http.RequestAborted).ConfigureAwait(false);
    }
}
