using Microsoft.EntityFrameworkCore.Infrastructure;

namespace Ostinato.EntityFrameworkCore;

/// <summary>The client that stores the jobs of one context: the one of its options, or that of the application.</summary>
internal sealed class ContextClient(ICurrentDbContext current, IDbContextOptions options)
{
    public IJobClient Value => field ??= Find();

    private IJobClient Find() =>
        options.FindExtension<OstinatoOptionsExtension>()?.Client
        ?? options.FindExtension<CoreOptionsExtension>()?.ApplicationServiceProvider?.GetService(typeof(IJobClient)) as IJobClient
        ?? throw new InvalidOperationException(
            $"{current.Context.GetType().Name} knows no IJobClient. Register one with services.AddOstinato(…) and the context with "
            + "services.AddDbContext(…), or hand a client to UseOstinato(client).");
}
