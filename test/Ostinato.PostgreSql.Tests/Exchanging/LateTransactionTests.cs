using Ostinato.PostgreSql.Tests.Measuring;
using Ostinato.Storage;
using Ostinato.Storage.Conformance;

namespace Ostinato.PostgreSql.Tests.Exchanging;

[Collection(MeasuredTests.Name)]
public sealed class LateTransactionTests(MeasuredServer server)
{
    [Fact]
    public async Task A_job_whose_transaction_outlasts_the_floor_is_found_when_it_commits()
    {
        var time = new SteppingTime();
        await using var measured = await server.OpenAsync(time: time);
        using var signals = new SignalRecorder(measured.Store);
        await signals.UntilAnything();
        var worker = await measured.Store.Join();
        await using var connection = await server.ConnectAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await measured.Store.Inserter.InsertAsync([New.Job("late", "mail")], transaction, CancellationToken.None);
        await measured.Store.EnqueueMany(New.Jobs(2, "mail"));
        await worker.ClaimOne("mail");
        time.Step(ScanFloor.RaiseAfter);
        await worker.ClaimOne("mail");
        await transaction.CommitAsync();

        (await ClaimedSoonAsync(worker)).ShouldBe("late");
    }

    // Time stands for what the store remembers: it sweeps only where it is told to.
    private static async Task<string> ClaimedSoonAsync(TestWorker worker)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        IReadOnlyList<ClaimedJob> claimed = [];
        while (claimed.Count == 0)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10), patience.Token);
            claimed = await worker.Claim(1, "mail");
        }

        return claimed.Names();
    }
}
