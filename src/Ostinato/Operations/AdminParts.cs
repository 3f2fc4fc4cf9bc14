using Ostinato.Schedules;
using Ostinato.Storage;

namespace Ostinato.Operations;

/// <summary>What the operator's interface is made of, whoever the operator is.</summary>
internal sealed record AdminParts(
    StoreAccess Access, JobRegistry Registry, ScheduledJobs Scheduled, CodeSchedules Code, JobUpdates Updates, IBreakerOperations Breakers,
    TimeProvider Time);
