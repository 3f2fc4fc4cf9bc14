namespace Ostinato.Docs.Snippets;

public interface IBucket
{
    Task PutAsync(string key, ReadOnlyMemory<byte> content, CancellationToken ct);
}

#region archive
public sealed class ColdStorage(IBucket bucket) : IJobArchive
{
    public async Task ArchiveAsync(IReadOnlyList<JobInfo> jobs, CancellationToken ct)
    {
        foreach (var job in jobs)
        {
            await bucket.PutAsync($"jobs/{job.Id}", job.Payload, ct);
        }
    }
}
#endregion

#region keep-for
[Job("invoice", KeepFor = "90.00:00:00")]
public sealed record Invoice(int Number);
#endregion

internal static class KeepingSetUp
{
    public static void Add(OstinatoBuilder o)
    {
        #region retain-kind
        o.Retain(retention =>
        {
            retention.Completed = TimeSpan.FromHours(6);
            retention.Kinds["invoice"] = new() { Completed = TimeSpan.FromDays(90), Discarded = TimeSpan.FromDays(365) };
        });
        #endregion

        #region retain-results
        o.Retain(retention =>
        {
            retention.Results = TimeSpan.FromHours(1);
            retention.Kinds["print-invoice"] = new() { Results = TimeSpan.FromMinutes(10) };
        });
        #endregion

        #region archive-set-up
        o.ArchiveTo<ColdStorage>();
        #endregion
    }
}
