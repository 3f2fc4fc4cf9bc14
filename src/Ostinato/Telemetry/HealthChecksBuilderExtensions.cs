using Microsoft.Extensions.Diagnostics.HealthChecks;
using Ostinato.Telemetry;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds Ostinato's health checks to an application.</summary>
public static class OstinatoHealthChecksBuilderExtensions
{
    /// <summary>
    /// Adds <c>ostinato-alive</c> (tag <c>live</c>: the loops turn) and <c>ostinato-ready</c> (tag <c>ready</c>: the store answers, its
    /// schema is known, the backlog is within <see cref="Ostinato.HealthOptions.MaxBacklogAge"/>).
    /// </summary>
    public static IHealthChecksBuilder AddOstinato(this IHealthChecksBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder
            .Add(new HealthCheckRegistration("ostinato-alive", services => services.GetRequiredService<AliveCheck>(), null, ["live"]))
            .Add(new HealthCheckRegistration("ostinato-ready", services => services.GetRequiredService<ReadyCheck>(), null, ["ready"]));
    }
}
