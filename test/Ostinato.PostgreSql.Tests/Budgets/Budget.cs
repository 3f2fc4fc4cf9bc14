using Npgsql;
using Ostinato.PostgreSql.Tests.Measuring;
using Ostinato.Storage.Conformance;

namespace Ostinato.PostgreSql.Tests.Budgets;

/// <summary>
/// Counts what an operation asks of the server once everything is known and prepared, without notices, which go later and together.
/// </summary>
public abstract class Budget(MeasuredServer server) : IAsyncLifetime
{
    private readonly StillTime _time = new();
    private MeasuredStore _measured = null!;

    protected PostgreSqlJobStore Store => _measured.Store;

    protected TestWorker Worker { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        await server.ExecuteAsync("create extension if not exists pg_stat_statements");
        _measured = await server.OpenAsync(time: _time);
        Worker = await Store.Join();

        // The first notice goes at once; those that follow wait for time to pass.
        await Store.Enqueue(New.Job());
        await _time.IsWaitedFor;
        await Worker.Complete(await Worker.Claim());
    }

    public async ValueTask DisposeAsync()
    {
        _time.Fly();
        await _measured.DisposeAsync();
        await server.ExecuteAsync($"drop schema {_measured.Schema} cascade");
    }

    /// <summary>A connection of the application's own.</summary>
    protected async Task<NpgsqlConnection> ConnectAsync() => await _measured.Source.OpenConnectionAsync();

    /// <summary>Runs an operation twice; the second time it must cost no more than so many trips and statements.</summary>
    /// <param name="trips">Trips with the store's own statements. A commit travels alone.</param>
    /// <param name="statements">Statements of the store.</param>
    /// <param name="operation">The operation; told which time it is.</param>
    /// <param name="isTransaction">Whether the server sees a beginning and a commit, too.</param>
    protected async Task Costs(int trips, int statements, Func<int, Task> operation, bool isTransaction = false)
    {
        await operation(0);
        await server.ExecuteAsync("select pg_stat_statements_reset()");
        var (tripsBefore, statementsBefore) = (Store.Count.Trips, Store.Count.Statements);
        await operation(1);
        var (tripsMade, statementsMade) = (Store.Count.Trips - tripsBefore, Store.Count.Statements - statementsBefore);
        tripsMade.ShouldBeLessThanOrEqualTo(trips);
        statementsMade.ShouldBeLessThanOrEqualTo(statements);
        (await ServerStatementsAsync()).ShouldBe(statementsMade + (isTransaction ? 2 : 0), "as the server counts");
    }

    private async Task<long> ServerStatementsAsync() => (long)await server.ScalarAsync<decimal>(
        "select coalesce(sum(calls), 0) from pg_stat_statements where query !~ 'pg_stat_statements'");
}
