using Microsoft.Extensions.Hosting;
using Ostinato.Privacy;
using Ostinato.Schedules;
using Ostinato.Storage;

namespace Ostinato.Hosting;

/// <summary>Opens the store with the host, so that a wrong set-up fails at start and not at the first job.</summary>
internal sealed class StoreStartup(StoreAccess access, MemberVault vault, ScheduleReconciler schedules) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        // Resolving the vault, and the registry with it, has already refused payloads, handlers and keys that do not fit together.
        vault.Tell();
        var store = await access.OpenAsync(cancellationToken).ConfigureAwait(false);
        await schedules.RunAsync(store.Schedules, cancellationToken).ConfigureAwait(false);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
