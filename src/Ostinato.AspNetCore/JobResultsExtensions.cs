using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Ostinato.AspNetCore;

namespace Ostinato;

/// <summary>What became of a job, over HTTP.</summary>
public static class JobResultsExtensions
{
    private static readonly TimeSpan MostWait = TimeSpan.FromMinutes(5);

    /// <summary>
    /// Answers <c>GET</c> with 202 and where to look again while a job has not ended, then with 200 and its result. A request may wait for
    /// the end (<c>Prefer: wait=10</c>), or follow the job as a stream of events (<c>Accept: text/event-stream</c>).
    /// </summary>
    /// <remarks>
    /// Callers must be authorized by the application's default policy. What is returned takes another one (<c>RequireAuthorization</c>), or
    /// <c>AllowAnonymous</c>. Errors of handlers are not told.
    /// </remarks>
    /// <param name="endpoints">The application.</param>
    /// <param name="pattern">The route, with a parameter <c>id</c>.</param>
    /// <param name="configure">Who may see which job, and how long a request may wait.</param>
    /// <exception cref="ArgumentException">The pattern has no parameter <c>id</c>, or the longest wait is out of range.</exception>
    public static IEndpointConventionBuilder MapJobResults(
        this IEndpointRouteBuilder endpoints, [StringSyntax("Route")] string pattern, Action<JobResultsOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(pattern);
        if (RoutePatternFactory.Parse(pattern).GetParameter(JobResults.IdParameter) is null)
        {
            throw new ArgumentException(
                $"The route '{pattern}' of job results has no parameter {{{JobResults.IdParameter}}}. Write it like "
                + $"/jobs/{{{JobResults.IdParameter}}}.",
                nameof(pattern));
        }

        var options = new JobResultsOptions();
        configure?.Invoke(options);
        if (options.LongestWait < TimeSpan.Zero || options.LongestWait > MostWait)
        {
            throw new ArgumentException(
                $"{nameof(JobResultsOptions.LongestWait)} is {options.LongestWait}; it must be {TimeSpan.Zero} to {MostWait}.",
                nameof(configure));
        }

        var route = endpoints.MapGet(pattern, new RequestDelegate(new JobResults(options).AnswerAsync));
        route.Finally(RequireAuthorization);
        return route;
    }

    // Unless the application has said something else.
    internal static void RequireAuthorization(EndpointBuilder endpoint)
    {
        if (!endpoint.Metadata.Any(static said => said is IAuthorizeData or IAllowAnonymous or AuthorizationPolicy))
        {
            endpoint.Metadata.Add(new AuthorizeAttribute());
        }
    }
}
