using Ostinato.Storage.Conformance;

namespace Ostinato.PostgreSql.Tests.Conformance;

public sealed class PostgreSql18AgainConformance : AgainConformance<PostgreSql18>;

public sealed class PostgreSql18AgingConformance : AgingConformance<PostgreSql18>;

public sealed class PostgreSql18BulkConformance : BulkConformance<PostgreSql18>;

public sealed class PostgreSql18BulkEnqueueConformance : BulkEnqueueConformance<PostgreSql18>;

public sealed class PostgreSql18CancelConformance : CancelConformance<PostgreSql18>;

public sealed class PostgreSql18ClaimConformance : ClaimConformance<PostgreSql18>;

public sealed class PostgreSql18CompletenessConformance : CompletenessConformance<PostgreSql18>;

public sealed class PostgreSql18CompletionConformance : CompletionConformance<PostgreSql18>;

public sealed class PostgreSql18CompletionFenceConformance : CompletionFenceConformance<PostgreSql18>;

public sealed class PostgreSql18ConcurrencyConformance : ConcurrencyConformance<PostgreSql18>;

public sealed class PostgreSql18CrashedJobsConformance : CrashedJobsConformance<PostgreSql18>;

public sealed class PostgreSql18DeleteConformance : DeleteConformance<PostgreSql18>;

public sealed class PostgreSql18DueConformance : DueConformance<PostgreSql18>;

public sealed class PostgreSql18EnqueueConformance : EnqueueConformance<PostgreSql18>;

public sealed class PostgreSql18ErrorConformance : ErrorConformance<PostgreSql18>;

public sealed class PostgreSql18ErrorSearchConformance : ErrorSearchConformance<PostgreSql18>;

public sealed class PostgreSql18FencingConformance : FencingConformance<PostgreSql18>;

public sealed class PostgreSql18FinalConformance : FinalConformance<PostgreSql18>;

public sealed class PostgreSql18ManyConformance : ManyConformance<PostgreSql18>;

public sealed class PostgreSql18NextDueConformance : NextDueConformance<PostgreSql18>;

public sealed class PostgreSql18NotesConformance : NotesConformance<PostgreSql18>;

public sealed class PostgreSql18ProcessConformance : ProcessConformance<PostgreSql18>;

public sealed class PostgreSql18PromoteConformance : PromoteConformance<PostgreSql18>;

public sealed class PostgreSql18PruneConformance : PruneConformance<PostgreSql18>;

public sealed class PostgreSql18ResultExpiryConformance : ResultExpiryConformance<PostgreSql18>;

public sealed class PostgreSql18ScheduleConformance : ScheduleConformance<PostgreSql18>;

public sealed class PostgreSql18StatisticsConformance : StatisticsConformance<PostgreSql18>;

public sealed class PostgreSql18BreakerConformance : BreakerConformance<PostgreSql18>;

public sealed class PostgreSql18QuarantineConformance : QuarantineConformance<PostgreSql18>;

public sealed class PostgreSql18QueryConformance : QueryConformance<PostgreSql18>;

public sealed class PostgreSql18SearchConformance : SearchConformance<PostgreSql18>;

public sealed class PostgreSql18HistoryConformance : HistoryConformance<PostgreSql18>;

public sealed class PostgreSql18QueueControlConformance : QueueControlConformance<PostgreSql18>;

public sealed class PostgreSql18QueueSettingsConformance : QueueSettingsConformance<PostgreSql18>;

public sealed class PostgreSql18AuditConformance : AuditConformance<PostgreSql18>;

public sealed class PostgreSql18QueueQueryConformance : QueueQueryConformance<PostgreSql18>;

public sealed class PostgreSql18RaceConformance : RaceConformance<PostgreSql18>;

public sealed class PostgreSql18RandomWalkConformance : RandomWalkConformance<PostgreSql18>;

public sealed class PostgreSql18ReapConformance : ReapConformance<PostgreSql18>;

public sealed class PostgreSql18RetryConformance : RetryConformance<PostgreSql18>;

public sealed class PostgreSql18StaleConformance : StaleConformance<PostgreSql18>;

public sealed class PostgreSql18SuspendedConformance : SuspendedConformance<PostgreSql18>;

public sealed class PostgreSql18TransactionConformance : TransactionConformance<PostgreSql18>;

public sealed class PostgreSql18ReplaceConformance : ReplaceConformance<PostgreSql18>;

public sealed class PostgreSql18UniqueConformance : UniqueConformance<PostgreSql18>;

public sealed class PostgreSql18UniqueKeyConformance : UniqueKeyConformance<PostgreSql18>;

public sealed class PostgreSql18UpdateConformance : UpdateConformance<PostgreSql18>;
