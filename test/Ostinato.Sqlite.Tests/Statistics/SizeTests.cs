using Ostinato.Statistics;
using Ostinato.Storage;

namespace Ostinato.Sqlite.Tests.Statistics;

/// <summary>What a month of a busy fleet takes on the disk: 50 kinds, 8 processes, durations and waits spread over decades.</summary>
public sealed class SizeTests : IAsyncDisposable
{
    private const int Kinds = 50;
    private const int Processes = 8;
    private const int Days = 30;

    // A fleet that runs a hundred thousand jobs an hour, all day and all night.
    private const int PerHour = 2_000;
    private const int PerMinute = PerHour / 60;

    private readonly StoreFolder _folder = new();

    public ValueTask DisposeAsync() => _folder.DisposeAsync();

    [Fact]
    public async Task A_month_of_fifty_kinds_in_eight_processes_stays_below_fifty_megabytes()
    {
        var store = await _folder.Open();
        var random = new Random(1);
        byte[][] hours = [.. Enumerable.Range(0, 12).Select(_ => Body(PerHour, random))];
        byte[][] minutes = [.. Enumerable.Range(0, 60).Select(_ => Body(PerMinute, random))];
        byte[][] parts = [.. Enumerable.Range(0, 60).Select(_ => Body(PerMinute / Processes, random))];
        var now = new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

        await WriteAsync(store, 2, Days * 24, number => now.AddHours(-number), hours);
        await WriteAsync(store, 1, 25 * 60, number => now.AddMinutes(-number), minutes);
        await WriteAsync(store, 0, Processes * 10, number => now.AddMinutes(-number / Processes), parts);
        await store.DisposeAsync();

        var megabytes = new FileInfo(_folder.File).Length / 1_000_000.0;
        TestContext.Current.SendDiagnosticMessage(
            $"{megabytes:0.0} MB; an hour {hours[0].Length:N0} bytes, a minute {minutes[0].Length:N0}, that of a process {parts[0].Length:N0}");
        megabytes.ShouldBeLessThan(50);
    }

    private static async Task WriteAsync(
        SqliteJobStore store, short level, int count, Func<int, DateTimeOffset> start, byte[][] bodies)
    {
        await Parallel.ForEachAsync(
            Enumerable.Range(0, count),
            new ParallelOptions { MaxDegreeOfParallelism = 64 },
            async (number, ct) => await store.Statistics.ReplaceAsync(
                [], new StatisticsRow(Guid.NewGuid(), level, start(number), bodies[number % bodies.Length]), ct));
    }

    private static byte[] Body(int attempts, Random random)
    {
        var table = new SeriesTable();
        for (var kind = 0; kind < Kinds; kind++)
        {
            var series = table.Of(new SeriesKey($"billing.kind-number-{kind}", $"queue-{kind % 5}"));
            for (var attempt = 0; attempt < attempts; attempt++)
            {
                series.Started(TimeSpan.FromMilliseconds(Spread(random, 20, 1.2)));
                series.Ended(random.Next(50) == 0 ? AttemptEnd.Retry : AttemptEnd.Completed, TimeSpan.FromMilliseconds(Spread(random, 80, 0.9)));
            }
        }

        return table.Write();
    }

    // Log-normal: one in a thousand is 16 to 40 times the median.
    private static double Spread(Random random, double median, double sigma) => median * Math.Exp(
        sigma * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));
}
