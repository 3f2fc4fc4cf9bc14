using Ostinato.PostgreSql.Tests.Measuring;
using Ostinato.Storage;
using Ostinato.Storage.Conformance;

namespace Ostinato.PostgreSql.Tests.Budgets;

/// <summary>How many bytes of the log a job costs from its insertion to its end, without full pages.</summary>
[Collection(MeasuredTests.Name)]
public sealed class WalTests(MeasuredServer server, ITestOutputHelper output)
{
    private const int Jobs = 10_000;
    private const int Batch = 100;

    [Theory]
    [InlineData(1, 680)]
    [InlineData(10, 300)]
    public async Task A_job_costs_few_bytes_of_the_log(int enqueuedTogether, int most)
    {
        await using var measured = await server.OpenAsync();
        var worker = await measured.Store.Join();
        await RunAsync(measured.Store, worker, enqueuedTogether, Batch);
        var before = await PositionAsync();
        await RunAsync(measured.Store, worker, enqueuedTogether, Jobs);
        var bytes = (await PositionAsync() - before) / Jobs;
        output.WriteLine($"{enqueuedTogether} together: {bytes:0} bytes a job");
        bytes.ShouldBeLessThanOrEqualTo(most);
    }

    private static async Task RunAsync(IJobStore store, TestWorker worker, int enqueuedTogether, int jobs)
    {
        for (var number = 0; number < jobs; number += enqueuedTogether)
        {
            await store.EnqueueMany(
                [.. Enumerable.Range(number, enqueuedTogether).Select(id => New.Job(payload: Payload(id)) with { Headers = default })]);
        }

        IReadOnlyList<ClaimedJob> held = [];
        do
        {
            var ended = held.Select(job => new Acknowledgement(job, AttemptEnd.Completed, TimeSpan.FromMilliseconds(3)));
            held = (await worker.Exchange([.. ended], new ClaimRequest(JobDefaults.Queue, Batch))).Claimed;
        }
        while (held.Count > 0);
    }

    private static string Payload(int user) => $$"""{"user_id": {{user}}, "email": "someone@example.com"}""";

    private async Task<decimal> PositionAsync() => await server.ScalarAsync<decimal>("select pg_current_wal_insert_lsn() - '0/0'");
}
