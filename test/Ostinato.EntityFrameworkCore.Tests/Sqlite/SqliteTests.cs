namespace Ostinato.EntityFrameworkCore.Tests.Sqlite;

public sealed class SqliteCallersTransactionTests : CallersTransactionTests<SqliteFixture>;

public sealed class SqliteCompletionTests : CompletionTests<SqliteFixture>;

public sealed class SqliteFailureTests : FailureTests<SqliteFixture>;

public sealed class SqliteGeneratedKeyTests : GeneratedKeyTests<SqliteFixture>;

public sealed class SqlitePendingTests : PendingTests<SqliteFixture>;

public sealed class SqlitePoolTests : PoolTests<SqliteFixture>;

public sealed class SqliteRefusalTests : RefusalTests<SqliteFixture>;

public sealed class SqliteRetryTests : RetryTests<SqliteFixture>;

public sealed class SqliteSaveTests : SaveTests<SqliteFixture>;

public sealed class SqliteSeveralContextsTests : SeveralContextsTests<SqliteFixture>;

public sealed class SqliteSynchronousTests : SynchronousTests<SqliteFixture>;
