using Microsoft.Extensions.DependencyInjection;
using Ostinato.Storage;

namespace Ostinato;

/// <summary>Keeps jobs in memory.</summary>
public static class MemoryStoreExtensions
{
    /// <summary>Keeps jobs in the memory of this process, within bounds. They end with it: for tests, and work that may be lost.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="configure">Sets the bounds.</param>
    public static OstinatoBuilder UseMemory(this OstinatoBuilder builder, Action<MemoryStoreOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var options = new MemoryStoreOptions();
        configure?.Invoke(options);
        return builder.UseStore(services => new MemoryJobStore(options, services.GetService<TimeProvider>() ?? TimeProvider.System));
    }
}
