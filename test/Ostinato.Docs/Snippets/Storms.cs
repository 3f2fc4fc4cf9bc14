namespace Ostinato.Docs.Snippets;

internal static class Storms
{
    public static async Task<RetryResult> Quarantine(IJobAdmin admin, JobId id, CancellationToken ct)
    {
        #region quarantine
        RetryResult result = await admin.Jobs.QuarantineAsync(id, ct);
        #endregion
        return result;
    }

    public static void Pace(OstinatoBuilder o)
    {
        #region limit-retries
        o.LimitRetries("add-to-crm", perSecond: 50);
        #endregion
    }

    public static void Break(OstinatoBuilder o)
    {
        #region breaker
        o.Breaker("add-to-crm", breaker =>
        {
            breaker.Failures = 20;
            breaker.Within = TimeSpan.FromMinutes(1);
            breaker.OpenFor = TimeSpan.FromSeconds(30);
        });
        #endregion
    }

    public static async Task Operate(IJobAdmin admin, CancellationToken ct)
    {
        #region breaker-operations
        foreach (var breaker in await admin.Breakers.ListAsync(ct))
        {
            Console.WriteLine($"{breaker.Job}: {breaker.State} until {breaker.Until}, {breaker.Reason}");
        }

        await admin.Breakers.OpenAsync("add-to-crm", TimeSpan.FromHours(2), "the vendor moves house", ct);
        await admin.Breakers.CloseAsync("add-to-crm", ct);
        #endregion
    }
}
