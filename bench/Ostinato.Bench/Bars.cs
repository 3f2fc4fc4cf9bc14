using Ostinato.Bench.Comparing;
using Ostinato.Bench.Servers;

namespace Ostinato.Bench;

/// <summary>Every figure in one run, each in a process of its own, beside the bar that was set for it; the missed ones first.</summary>
internal sealed class Bars(Report report, Arguments arguments)
{
    private const string All = "bars", Local = "bars-local", PostgreSql = "bars-postgres", Peers = "peers", Features = "features";

    // Long enough that the start of a process and its compiler do not count; docs/benchmarks.md has the short run beside it.
    private const int DrainJobs = 1_000_000;
    private const int PostgreSqlDrainJobs = 500_000;

    private const int FeatureJobs = 200_000;

    public static string[] Names { get; } = [All, Local, PostgreSql, Peers, Features];

    public async Task<int> RunAsync()
    {
        var bars = new List<Bar>();
        var rounds = new Rounds(report, arguments.Rounds);
        if (arguments.Workload == Features)
        {
            await CompareFeaturesAsync(rounds);
            return 0;
        }

        if (arguments.Workload is All or Local)
        {
            bars.AddRange(await new LocalBars(rounds, arguments.Jobs ?? DrainJobs).RunAsync());
        }

        if (arguments.Workload != Local)
        {
            await using var server = await BenchServer.StartForChildrenAsync();
            if (arguments.Workload is All or PostgreSql)
            {
                bars.AddRange(await new PostgreSqlBars(rounds, arguments, arguments.Jobs ?? PostgreSqlDrainJobs).RunAsync());
            }

            if (arguments.Workload is All or Peers)
            {
                bars.AddRange(await new PeerBars(report, rounds, arguments).RunAsync());
            }
        }

        bars.OrderBy(bar => bar.IsMet).ToList().ForEach(report.Add);
        return bars.TrueForAll(bar => bar.IsMet) ? 0 : 1;
    }

    private async Task CompareFeaturesAsync(Rounds rounds)
    {
        await using var server = arguments.IsOnPostgreSql ? await BenchServer.StartForChildrenAsync() : null;
        await new FeatureCosts(report, rounds, arguments.Store, arguments.Jobs ?? FeatureJobs).RunAsync();
    }
}
