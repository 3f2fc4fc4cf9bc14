namespace Ostinato.Docs.Snippets;

internal static class Telemetry
{
    public static async Task History(IJobAdmin admin, CancellationToken ct)
    {
        #region statistics
        IReadOnlyList<JobStatistics> lastHour = await admin.StatisticsAsync(ct: ct);
        IReadOnlyList<JobStatistics> mail = await admin.StatisticsAsync(
            new StatisticsQuery { Period = TimeSpan.FromDays(7), Step = TimeSpan.FromHours(1), Queue = "mail" }, ct);
        foreach (var hour in mail.Where(hour => hour.Waiting.P99 > TimeSpan.FromSeconds(5)))
        {
            Console.WriteLine($"{hour.Start:t}: {hour.PerSecond:0.0}/s, {hour.Failed} failed, p99 waited {hour.Waiting.P99}");
        }
        #endregion
        Console.WriteLine(lastHour.Count);
    }
}
