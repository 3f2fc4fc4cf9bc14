using System.Diagnostics;
using System.Globalization;
using Npgsql;
using Ostinato.Bench.Workloads;

namespace Ostinato.Bench.Recovery;

/// <summary>A process of several stores that claim against each other, from when its input ends until there is nothing left.</summary>
internal static class ClaimerProcess
{
    public const string Role = "claimers";

    private const int Limit = 100;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    public static async Task<int> RunAsync(Arguments arguments)
    {
        var stores = new List<PostgreSqlJobStore>();
        var claimers = new List<BareClaimer>();
        await using var source = NpgsqlDataSource.Create(arguments.Database! + ";No Reset On Close=true");
        for (var claimer = 0; claimer < arguments.Claimers; claimer++)
        {
            var store = new PostgreSqlJobStore(source, new PostgreSqlStoreOptions { MaxConnections = 2 });
            stores.Add(store);
            await store.StartAsync(CancellationToken.None);
            claimers.Add(await BareClaimer.JoinAsync(store, Limit));
        }

        Console.Out.WriteLine("R");
        await Console.In.ReadToEndAsync();
        var results = await Task.WhenAll(claimers.Select(claimer => Task.Run(() => ClaimAsync(claimer))));
        var (jobs, empty) = (results.Sum(one => one.Jobs), results.Sum(one => one.Empty));
        var (lastAt, longest) = (results.Max(one => one.LastAt), results.Max(one => one.Longest));
        Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{jobs} {empty} {lastAt} {longest:R}"));
        foreach (var store in stores)
        {
            await store.DisposeAsync();
        }

        return 0;
    }

    private static async Task<(int Jobs, int Empty, long LastAt, double Longest)> ClaimAsync(BareClaimer claimer)
    {
        var (jobs, empty, lastAt, longest) = (0, 0, Stopwatch.GetTimestamp(), 0d);
        while (Stopwatch.GetElapsedTime(lastAt) < Patience)
        {
            var startedAt = Stopwatch.GetTimestamp();
            var count = await claimer.ExchangeAsync();
            longest = Math.Max(longest, Stopwatch.GetElapsedTime(startedAt).TotalMilliseconds);
            jobs += count;
            if (count > 0)
            {
                lastAt = Stopwatch.GetTimestamp();
            }
            else
            {
                empty++;
                await Task.Delay(5);
            }
        }

        return (jobs, empty, lastAt, longest);
    }
}
