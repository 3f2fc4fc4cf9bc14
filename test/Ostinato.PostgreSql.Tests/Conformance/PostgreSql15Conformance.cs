using Ostinato.Storage.Conformance;

namespace Ostinato.PostgreSql.Tests.Conformance;

public sealed class PostgreSql15AgainConformance : AgainConformance<PostgreSql15>;

public sealed class PostgreSql15AgingConformance : AgingConformance<PostgreSql15>;

public sealed class PostgreSql15BulkConformance : BulkConformance<PostgreSql15>;

public sealed class PostgreSql15BulkEnqueueConformance : BulkEnqueueConformance<PostgreSql15>;

public sealed class PostgreSql15CancelConformance : CancelConformance<PostgreSql15>;

public sealed class PostgreSql15ClaimConformance : ClaimConformance<PostgreSql15>;

public sealed class PostgreSql15CompletenessConformance : CompletenessConformance<PostgreSql15>;

public sealed class PostgreSql15CompletionConformance : CompletionConformance<PostgreSql15>;

public sealed class PostgreSql15CompletionFenceConformance : CompletionFenceConformance<PostgreSql15>;

public sealed class PostgreSql15ConcurrencyConformance : ConcurrencyConformance<PostgreSql15>;

public sealed class PostgreSql15CrashedJobsConformance : CrashedJobsConformance<PostgreSql15>;

public sealed class PostgreSql15DeleteConformance : DeleteConformance<PostgreSql15>;

public sealed class PostgreSql15DueConformance : DueConformance<PostgreSql15>;

public sealed class PostgreSql15EnqueueConformance : EnqueueConformance<PostgreSql15>;

public sealed class PostgreSql15ErrorConformance : ErrorConformance<PostgreSql15>;

public sealed class PostgreSql15ErrorSearchConformance : ErrorSearchConformance<PostgreSql15>;

public sealed class PostgreSql15FencingConformance : FencingConformance<PostgreSql15>;

public sealed class PostgreSql15FinalConformance : FinalConformance<PostgreSql15>;

public sealed class PostgreSql15ManyConformance : ManyConformance<PostgreSql15>;

public sealed class PostgreSql15NextDueConformance : NextDueConformance<PostgreSql15>;

public sealed class PostgreSql15NotesConformance : NotesConformance<PostgreSql15>;

public sealed class PostgreSql15ProcessConformance : ProcessConformance<PostgreSql15>;

public sealed class PostgreSql15PromoteConformance : PromoteConformance<PostgreSql15>;

public sealed class PostgreSql15PruneConformance : PruneConformance<PostgreSql15>;

public sealed class PostgreSql15ResultExpiryConformance : ResultExpiryConformance<PostgreSql15>;

public sealed class PostgreSql15ScheduleConformance : ScheduleConformance<PostgreSql15>;

public sealed class PostgreSql15StatisticsConformance : StatisticsConformance<PostgreSql15>;

public sealed class PostgreSql15BreakerConformance : BreakerConformance<PostgreSql15>;

public sealed class PostgreSql15QuarantineConformance : QuarantineConformance<PostgreSql15>;

public sealed class PostgreSql15QueryConformance : QueryConformance<PostgreSql15>;

public sealed class PostgreSql15SearchConformance : SearchConformance<PostgreSql15>;

public sealed class PostgreSql15HistoryConformance : HistoryConformance<PostgreSql15>;

public sealed class PostgreSql15QueueControlConformance : QueueControlConformance<PostgreSql15>;

public sealed class PostgreSql15QueueSettingsConformance : QueueSettingsConformance<PostgreSql15>;

public sealed class PostgreSql15AuditConformance : AuditConformance<PostgreSql15>;

public sealed class PostgreSql15QueueQueryConformance : QueueQueryConformance<PostgreSql15>;

public sealed class PostgreSql15RaceConformance : RaceConformance<PostgreSql15>;

public sealed class PostgreSql15RandomWalkConformance : RandomWalkConformance<PostgreSql15>;

public sealed class PostgreSql15ReapConformance : ReapConformance<PostgreSql15>;

public sealed class PostgreSql15RetryConformance : RetryConformance<PostgreSql15>;

public sealed class PostgreSql15StaleConformance : StaleConformance<PostgreSql15>;

public sealed class PostgreSql15SuspendedConformance : SuspendedConformance<PostgreSql15>;

public sealed class PostgreSql15TransactionConformance : TransactionConformance<PostgreSql15>;

public sealed class PostgreSql15ReplaceConformance : ReplaceConformance<PostgreSql15>;

public sealed class PostgreSql15UniqueConformance : UniqueConformance<PostgreSql15>;

public sealed class PostgreSql15UniqueKeyConformance : UniqueKeyConformance<PostgreSql15>;

public sealed class PostgreSql15UpdateConformance : UpdateConformance<PostgreSql15>;
