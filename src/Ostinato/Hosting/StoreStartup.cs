using Microsoft.Extensions.Hosting;
using Ostinato.Schedules;
using Ostinato.Storage;

namespace Ostinato.Hosting;

/// <summary>Opens the store with the host, so that a wrong set-up fails at start and not at the first job.</summary>
internal sealed class StoreStartup(StoreAccess access, JobRegistry registry, ScheduleReconciler schedules) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        // Resolving the registry has already refused payloads and handlers that do not fit together.
        _ = registry;
        var store = await access.OpenAsync(cancellationToken).ConfigureAwait(false);
        await schedules.RunAsync(store.Schedules, cancellationToken).ConfigureAwait(false);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
