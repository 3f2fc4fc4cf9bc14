using Ostinato.Storage.Conformance;

namespace Ostinato.Sqlite.Tests.Conformance;

public sealed class SqliteAgainConformance : AgainConformance<SqliteFixture>;

public sealed class SqliteAgingConformance : AgingConformance<SqliteFixture>;

public sealed class SqliteBulkConformance : BulkConformance<SqliteFixture>;

public sealed class SqliteBulkEnqueueConformance : BulkEnqueueConformance<SqliteFixture>;

public sealed class SqliteCancelConformance : CancelConformance<SqliteFixture>;

public sealed class SqliteClaimConformance : ClaimConformance<SqliteFixture>;

public sealed class SqliteCompletenessConformance : CompletenessConformance<SqliteFixture>;

public sealed class SqliteCompletionConformance : CompletionConformance<SqliteFixture>;

public sealed class SqliteCompletionFenceConformance : CompletionFenceConformance<SqliteFixture>;

public sealed class SqliteConcurrencyConformance : ConcurrencyConformance<SqliteFixture>;

public sealed class SqliteCrashedJobsConformance : CrashedJobsConformance<SqliteFixture>;

public sealed class SqliteDeleteConformance : DeleteConformance<SqliteFixture>;

public sealed class SqliteDueConformance : DueConformance<SqliteFixture>;

public sealed class SqliteEnqueueConformance : EnqueueConformance<SqliteFixture>;

public sealed class SqliteErrorConformance : ErrorConformance<SqliteFixture>;

public sealed class SqliteErrorSearchConformance : ErrorSearchConformance<SqliteFixture>;

public sealed class SqliteFencingConformance : FencingConformance<SqliteFixture>;

public sealed class SqliteFinalConformance : FinalConformance<SqliteFixture>;

public sealed class SqliteManyConformance : ManyConformance<SqliteFixture>;

public sealed class SqliteNextDueConformance : NextDueConformance<SqliteFixture>;

public sealed class SqliteNotesConformance : NotesConformance<SqliteFixture>;

public sealed class SqliteProcessConformance : ProcessConformance<SqliteFixture>;

public sealed class SqlitePromoteConformance : PromoteConformance<SqliteFixture>;

public sealed class SqlitePruneConformance : PruneConformance<SqliteFixture>;

public sealed class SqliteResultExpiryConformance : ResultExpiryConformance<SqliteFixture>;

public sealed class SqliteScheduleConformance : ScheduleConformance<SqliteFixture>;

public sealed class SqliteStatisticsConformance : StatisticsConformance<SqliteFixture>;

public sealed class SqliteBreakerConformance : BreakerConformance<SqliteFixture>;

public sealed class SqliteQuarantineConformance : QuarantineConformance<SqliteFixture>;

public sealed class SqliteQueryConformance : QueryConformance<SqliteFixture>;

public sealed class SqliteSearchConformance : SearchConformance<SqliteFixture>;

public sealed class SqliteHistoryConformance : HistoryConformance<SqliteFixture>;

public sealed class SqliteQueueControlConformance : QueueControlConformance<SqliteFixture>;

public sealed class SqliteQueueSettingsConformance : QueueSettingsConformance<SqliteFixture>;

public sealed class SqliteAuditConformance : AuditConformance<SqliteFixture>;

public sealed class SqliteQueueQueryConformance : QueueQueryConformance<SqliteFixture>;

public sealed class SqliteRaceConformance : RaceConformance<SqliteFixture>;

public sealed class SqliteRandomWalkConformance : RandomWalkConformance<SqliteFixture>;

public sealed class SqliteReapConformance : ReapConformance<SqliteFixture>;

public sealed class SqliteRetryConformance : RetryConformance<SqliteFixture>;

public sealed class SqliteStaleConformance : StaleConformance<SqliteFixture>;

public sealed class SqliteSuspendedConformance : SuspendedConformance<SqliteFixture>;

public sealed class SqliteTransactionConformance : TransactionConformance<SqliteFixture>;

public sealed class SqliteReplaceConformance : ReplaceConformance<SqliteFixture>;

public sealed class SqliteUniqueConformance : UniqueConformance<SqliteFixture>;

public sealed class SqliteUniqueKeyConformance : UniqueKeyConformance<SqliteFixture>;

public sealed class SqliteUpdateConformance : UpdateConformance<SqliteFixture>;
