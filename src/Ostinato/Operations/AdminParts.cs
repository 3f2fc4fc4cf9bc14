using Ostinato.Observing;
using Ostinato.Privacy;
using Ostinato.Schedules;
using Ostinato.Statistics;
using Ostinato.Storage;

namespace Ostinato.Operations;

/// <summary>What the operator's interface is made of, whoever the operator is.</summary>
internal sealed record AdminParts(
    StoreAccess Access, JobRegistry Registry, ScheduledJobs Scheduled, CodeSchedules Code, JobUpdates Updates, MemberVault Vault,
    JobNews News, Finals Finals, QueueOutlook Outlook, TimeProvider Time)
{
    /// <summary>Answers about jobs in which private members do not show.</summary>
    public async ValueTask<DiscreetQuery> AskAsync(CancellationToken ct) =>
        new((await Access.OpenAsync(ct).ConfigureAwait(false)).Query, Vault);
}
