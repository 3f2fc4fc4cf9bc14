using Ostinato.Storage;

namespace Ostinato.Operations;

/// <summary>Groups the last errors of the jobs that match, the newest jobs first, as far as it goes.</summary>
/// <remarks>
/// Errors are compared when somebody asks. To keep a fingerprint with each would cost every failure, and one that is reckoned in another
/// way by a later version would not find the older ones.
/// </remarks>
internal sealed class ErrorSearch(IJobQuery query)
{
    public const int MostJobs = 10_000;

    private const int PageSize = 500;

    private readonly Dictionary<(string Name, ErrorFingerprint Error), ErrorGroup> _groups = [];

    public async Task<ErrorGroups> RunAsync(JobFilter filter, CancellationToken ct)
    {
        var looked = 0L;
        var page = new JobPage([], filter.After);
        do
        {
            var next = filter with { After = page.Next, Limit = (int)Math.Min(PageSize, MostJobs - looked) };
            page = await query.ListAsync(next, ct).ConfigureAwait(false);
            looked += page.Jobs.Count;
            var errors = await query.LastErrorsAsync([.. page.Jobs.Select(job => job.Id)], ct).ConfigureAwait(false);
            foreach (var job in page.Jobs.Where(job => errors.ContainsKey(job.Id)))
            {
                Add(job, errors[job.Id]);
            }
        }
        while (page.Next is not null && looked < MostJobs);

        ErrorGroup[] groups = [.. _groups.Values.OrderByDescending(group => group.Count).ThenByDescending(group => group.LastAt)];
        return new ErrorGroups(groups, looked, page.Next is not null);
    }

    private void Add(JobInfo job, AttemptError error)
    {
        var fingerprint = ErrorFingerprint.Of(error);
        var key = (job.Name, fingerprint);
        _groups[key] = !_groups.TryGetValue(key, out var group) ? New(job, error, fingerprint) : group with
        {
            Count = group.Count + 1,
            FirstAt = error.At < group.FirstAt ? error.At : group.FirstAt,
            LastAt = error.At > group.LastAt ? error.At : group.LastAt,
            Sample = group.Sample.Count < ErrorGroup.SampleSize ? [.. group.Sample, job.Id] : group.Sample,
        };
    }

    private static ErrorGroup New(JobInfo job, AttemptError error, ErrorFingerprint fingerprint) => new()
    {
        Fingerprint = fingerprint.Text,
        Name = job.Name,
        Type = fingerprint.Type,
        Message = fingerprint.Message,
        Place = fingerprint.Place,
        Count = 1,
        FirstAt = error.At,
        LastAt = error.At,
        Sample = [job.Id],
    };
}
