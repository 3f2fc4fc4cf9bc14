using Ostinato.Storage.Conformance;

namespace Ostinato.PostgreSql.Tests.Conformance;

public sealed class PgBouncer15AgainConformance : AgainConformance<PgBouncer15>;

public sealed class PgBouncer15AgingConformance : AgingConformance<PgBouncer15>;

public sealed class PgBouncer15BulkConformance : BulkConformance<PgBouncer15>;

public sealed class PgBouncer15BulkEnqueueConformance : BulkEnqueueConformance<PgBouncer15>;

public sealed class PgBouncer15CancelConformance : CancelConformance<PgBouncer15>;

public sealed class PgBouncer15ClaimConformance : ClaimConformance<PgBouncer15>;

public sealed class PgBouncer15CompletenessConformance : CompletenessConformance<PgBouncer15>;

public sealed class PgBouncer15CompletionConformance : CompletionConformance<PgBouncer15>;

public sealed class PgBouncer15CompletionFenceConformance : CompletionFenceConformance<PgBouncer15>;

public sealed class PgBouncer15ConcurrencyConformance : ConcurrencyConformance<PgBouncer15>;

public sealed class PgBouncer15CrashedJobsConformance : CrashedJobsConformance<PgBouncer15>;

public sealed class PgBouncer15DeleteConformance : DeleteConformance<PgBouncer15>;

public sealed class PgBouncer15DueConformance : DueConformance<PgBouncer15>;

public sealed class PgBouncer15EnqueueConformance : EnqueueConformance<PgBouncer15>;

public sealed class PgBouncer15ErrorConformance : ErrorConformance<PgBouncer15>;

public sealed class PgBouncer15ErrorSearchConformance : ErrorSearchConformance<PgBouncer15>;

public sealed class PgBouncer15FencingConformance : FencingConformance<PgBouncer15>;

public sealed class PgBouncer15FinalConformance : FinalConformance<PgBouncer15>;

public sealed class PgBouncer15ManyConformance : ManyConformance<PgBouncer15>;

public sealed class PgBouncer15NextDueConformance : NextDueConformance<PgBouncer15>;

public sealed class PgBouncer15NotesConformance : NotesConformance<PgBouncer15>;

public sealed class PgBouncer15ProcessConformance : ProcessConformance<PgBouncer15>;

public sealed class PgBouncer15PromoteConformance : PromoteConformance<PgBouncer15>;

public sealed class PgBouncer15PruneConformance : PruneConformance<PgBouncer15>;

public sealed class PgBouncer15ResultExpiryConformance : ResultExpiryConformance<PgBouncer15>;

public sealed class PgBouncer15ScheduleConformance : ScheduleConformance<PgBouncer15>;

public sealed class PgBouncer15StatisticsConformance : StatisticsConformance<PgBouncer15>;

public sealed class PgBouncer15BreakerConformance : BreakerConformance<PgBouncer15>;

public sealed class PgBouncer15QuarantineConformance : QuarantineConformance<PgBouncer15>;

public sealed class PgBouncer15QueryConformance : QueryConformance<PgBouncer15>;

public sealed class PgBouncer15SearchConformance : SearchConformance<PgBouncer15>;

public sealed class PgBouncer15HistoryConformance : HistoryConformance<PgBouncer15>;

public sealed class PgBouncer15QueueControlConformance : QueueControlConformance<PgBouncer15>;

public sealed class PgBouncer15QueueSettingsConformance : QueueSettingsConformance<PgBouncer15>;

public sealed class PgBouncer15AuditConformance : AuditConformance<PgBouncer15>;

public sealed class PgBouncer15QueueQueryConformance : QueueQueryConformance<PgBouncer15>;

public sealed class PgBouncer15RaceConformance : RaceConformance<PgBouncer15>;

public sealed class PgBouncer15RandomWalkConformance : RandomWalkConformance<PgBouncer15>;

public sealed class PgBouncer15ReapConformance : ReapConformance<PgBouncer15>;

public sealed class PgBouncer15RetryConformance : RetryConformance<PgBouncer15>;

public sealed class PgBouncer15StaleConformance : StaleConformance<PgBouncer15>;

public sealed class PgBouncer15SuspendedConformance : SuspendedConformance<PgBouncer15>;

public sealed class PgBouncer15TransactionConformance : TransactionConformance<PgBouncer15>;

public sealed class PgBouncer15ReplaceConformance : ReplaceConformance<PgBouncer15>;

public sealed class PgBouncer15UniqueConformance : UniqueConformance<PgBouncer15>;

public sealed class PgBouncer15UniqueKeyConformance : UniqueKeyConformance<PgBouncer15>;

public sealed class PgBouncer15UpdateConformance : UpdateConformance<PgBouncer15>;
