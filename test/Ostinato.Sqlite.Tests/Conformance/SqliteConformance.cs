using Ostinato.Storage.Conformance;

namespace Ostinato.Sqlite.Tests.Conformance;

public sealed class SqliteAgainConformance : AgainConformance<SqliteFixture>;

public sealed class SqliteAgingConformance : AgingConformance<SqliteFixture>;

public sealed class SqliteBulkEnqueueConformance : BulkEnqueueConformance<SqliteFixture>;

public sealed class SqliteClaimConformance : ClaimConformance<SqliteFixture>;

public sealed class SqliteCrashedJobsConformance : CrashedJobsConformance<SqliteFixture>;

public sealed class SqliteDueConformance : DueConformance<SqliteFixture>;

public sealed class SqliteEnqueueConformance : EnqueueConformance<SqliteFixture>;

public sealed class SqliteErrorConformance : ErrorConformance<SqliteFixture>;

public sealed class SqliteFinalConformance : FinalConformance<SqliteFixture>;

public sealed class SqliteStaleConformance : StaleConformance<SqliteFixture>;

public sealed class SqliteUniqueConformance : UniqueConformance<SqliteFixture>;

public sealed class SqliteUniqueKeyConformance : UniqueKeyConformance<SqliteFixture>;
