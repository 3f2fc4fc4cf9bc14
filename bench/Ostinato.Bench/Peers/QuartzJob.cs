using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Ostinato.Bench.Jobs;
using Quartz;

namespace Ostinato.Bench.Peers;

/// <summary>The job that does nothing, for Quartz.NET.</summary>
internal sealed class QuartzJob(Tally tally, Delays delays) : IJob
{
    public ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken)
    {
        var data = context.MergedJobDataMap;
        delays.Add(Stopwatch.GetElapsedTime(long.Parse(data.GetString("sent_at")!, CultureInfo.InvariantCulture)));
        using var body = JsonDocument.Parse(data.GetString("body")!);
        tally.Count(body.RootElement.GetProperty("user_id").GetInt32());
        return ValueTask.CompletedTask;
    }
}
