using Microsoft.Extensions.Options;

namespace Ostinato.Hosting;

/// <summary>How long the host waits for its services to stop.</summary>
/// <remarks>
/// <c>HostOptions</c> lives in Microsoft.Extensions.Hosting, on which the core does not depend. Both names are literals, so that trimming
/// keeps what they name; without that package there is no such limit to check.
/// </remarks>
internal static class HostShutdown
{
    public static TimeSpan? TimeoutOf(IServiceProvider services)
    {
        var property = Type.GetType("Microsoft.Extensions.Hosting.HostOptions, Microsoft.Extensions.Hosting")
            ?.GetProperty("ShutdownTimeout");
        var optionsType = Type.GetType(
            "Microsoft.Extensions.Options.IOptions`1[[Microsoft.Extensions.Hosting.HostOptions, Microsoft.Extensions.Hosting]], "
            + "Microsoft.Extensions.Options");
        return property is not null && optionsType is not null && services.GetService(optionsType) is IOptions<object> { Value: { } host }
            ? property.GetValue(host) as TimeSpan?
            : null;
    }
}
