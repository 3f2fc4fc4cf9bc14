using Ostinato.Storage.Conformance;

namespace Ostinato.Tests.Storage;

public sealed class MemoryAgainConformance : AgainConformance<MemoryFixture>;

public sealed class MemoryAgingConformance : AgingConformance<MemoryFixture>;

public sealed class MemoryBulkConformance : BulkConformance<MemoryFixture>;

public sealed class MemoryBulkEnqueueConformance : BulkEnqueueConformance<MemoryFixture>;

public sealed class MemoryCancelConformance : CancelConformance<MemoryFixture>;

public sealed class MemoryClaimConformance : ClaimConformance<MemoryFixture>;

public sealed class MemoryCompletenessConformance : CompletenessConformance<MemoryFixture>;

public sealed class MemoryConcurrencyConformance : ConcurrencyConformance<MemoryFixture>;

public sealed class MemoryCrashedJobsConformance : CrashedJobsConformance<MemoryFixture>;

public sealed class MemoryDeleteConformance : DeleteConformance<MemoryFixture>;

public sealed class MemoryDueConformance : DueConformance<MemoryFixture>;

public sealed class MemoryEnqueueConformance : EnqueueConformance<MemoryFixture>;

public sealed class MemoryErrorConformance : ErrorConformance<MemoryFixture>;

public sealed class MemoryErrorSearchConformance : ErrorSearchConformance<MemoryFixture>;

public sealed class MemoryFencingConformance : FencingConformance<MemoryFixture>;

public sealed class MemoryFinalConformance : FinalConformance<MemoryFixture>;

public sealed class MemoryManyConformance : ManyConformance<MemoryFixture>;

public sealed class MemoryNextDueConformance : NextDueConformance<MemoryFixture>;

public sealed class MemoryNotesConformance : NotesConformance<MemoryFixture>;

public sealed class MemoryProcessConformance : ProcessConformance<MemoryFixture>;

public sealed class MemoryPromoteConformance : PromoteConformance<MemoryFixture>;

public sealed class MemoryPruneConformance : PruneConformance<MemoryFixture>;

public sealed class MemoryResultExpiryConformance : ResultExpiryConformance<MemoryFixture>;

public sealed class MemoryScheduleConformance : ScheduleConformance<MemoryFixture>;

public sealed class MemoryStatisticsConformance : StatisticsConformance<MemoryFixture>;

public sealed class MemoryBreakerConformance : BreakerConformance<MemoryFixture>;

public sealed class MemoryQuarantineConformance : QuarantineConformance<MemoryFixture>;

public sealed class MemoryQueryConformance : QueryConformance<MemoryFixture>;

public sealed class MemorySearchConformance : SearchConformance<MemoryFixture>;

public sealed class MemoryHistoryConformance : HistoryConformance<MemoryFixture>;

public sealed class MemoryQueueControlConformance : QueueControlConformance<MemoryFixture>;

public sealed class MemoryQueueSettingsConformance : QueueSettingsConformance<MemoryFixture>;

public sealed class MemoryAuditConformance : AuditConformance<MemoryFixture>;

public sealed class MemoryQueueQueryConformance : QueueQueryConformance<MemoryFixture>;

public sealed class MemoryRaceConformance : RaceConformance<MemoryFixture>;

public sealed class MemoryRandomWalkConformance : RandomWalkConformance<MemoryFixture>;

public sealed class MemoryReapConformance : ReapConformance<MemoryFixture>;

public sealed class MemoryRetryConformance : RetryConformance<MemoryFixture>;

public sealed class MemoryStaleConformance : StaleConformance<MemoryFixture>;

public sealed class MemorySuspendedConformance : SuspendedConformance<MemoryFixture>;

public sealed class MemoryReplaceConformance : ReplaceConformance<MemoryFixture>;

public sealed class MemoryUniqueConformance : UniqueConformance<MemoryFixture>;

public sealed class MemoryUniqueKeyConformance : UniqueKeyConformance<MemoryFixture>;

public sealed class MemoryUpdateConformance : UpdateConformance<MemoryFixture>;
