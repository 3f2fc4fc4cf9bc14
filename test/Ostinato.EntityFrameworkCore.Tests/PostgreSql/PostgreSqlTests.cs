namespace Ostinato.EntityFrameworkCore.Tests.PostgreSql;

public sealed class PostgreSqlCallersTransactionTests : CallersTransactionTests<PostgreSqlFixture>;

public sealed class PostgreSqlCompletionTests : CompletionTests<PostgreSqlFixture>;

public sealed class PostgreSqlFailureTests : FailureTests<PostgreSqlFixture>;

public sealed class PostgreSqlGeneratedKeyTests : GeneratedKeyTests<PostgreSqlFixture>;

public sealed class PostgreSqlPendingTests : PendingTests<PostgreSqlFixture>;

public sealed class PostgreSqlPoolTests : PoolTests<PostgreSqlFixture>;

public sealed class PostgreSqlRefusalTests : RefusalTests<PostgreSqlFixture>;

public sealed class PostgreSqlRetryTests : RetryTests<PostgreSqlFixture>;

public sealed class PostgreSqlSaveTests : SaveTests<PostgreSqlFixture>;

public sealed class PostgreSqlSeveralContextsTests : SeveralContextsTests<PostgreSqlFixture>;

public sealed class RetryingPostgreSqlCompletionTests : CompletionTests<RetryingPostgreSqlFixture>;

public sealed class RetryingPostgreSqlFailureTests : FailureTests<RetryingPostgreSqlFixture>;

public sealed class RetryingPostgreSqlSaveTests : SaveTests<RetryingPostgreSqlFixture>;
