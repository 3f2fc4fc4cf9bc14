using Ostinato;
using Ostinato.Hosting;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds Ostinato to an application.</summary>
public static class OstinatoServiceCollectionExtensions
{
    /// <summary>
    /// Adds the client (<see cref="IJobClient"/>), the operator's interface (<see cref="IJobAdmin"/>) and, where asked for, a worker.
    /// </summary>
    public static IServiceCollection AddOstinato(this IServiceCollection services, Action<OstinatoBuilder> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        configure(new OstinatoBuilder(services));
        OstinatoServices.AddCore(services);
        return services;
    }
}
