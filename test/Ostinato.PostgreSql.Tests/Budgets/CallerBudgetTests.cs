using Ostinato.PostgreSql.Tests.Measuring;
using Ostinato.Storage.Conformance;

namespace Ostinato.PostgreSql.Tests.Budgets;

[Collection(MeasuredTests.Name)]
public sealed class CallerBudgetTests(MeasuredServer server) : Budget(server)
{
    private readonly MeasuredServer _server = server;

    [Fact]
    public async Task A_job_in_a_callers_transaction_takes_one_trip_on_its_connection()
    {
        await using var connection = await _server.ConnectAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await Costs(1, 2, _ => Store.Inserter.InsertAsync([New.Job()], transaction, CancellationToken.None).AsTask());
        await transaction.CommitAsync();
    }
}
