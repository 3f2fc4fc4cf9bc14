using Ostinato.Storage;

namespace Ostinato.Privacy;

/// <summary>Answers questions of people: nothing private is shown, and no job is found by what is not shown of it.</summary>
internal sealed class DiscreetQuery(IJobQuery query, MemberVault vault) : IJobQuery
{
    public async ValueTask<JobInfo?> GetAsync(JobId id, CancellationToken ct) =>
        await query.GetAsync(id, ct).ConfigureAwait(false) is { } job ? vault.Show(job) : null;

    public ValueTask<IReadOnlyDictionary<JobId, AttemptError>> LastErrorsAsync(IReadOnlyList<JobId> ids, CancellationToken ct) =>
        query.LastErrorsAsync(ids, ct);

    public async ValueTask<JobPage> ListAsync(JobFilter filter, CancellationToken ct)
    {
        var found = new List<JobInfo>();
        var wanted = filter is { Payload: null, PayloadText: null } ? null : new PayloadFilter(filter);
        while (true)
        {
            var page = await query.ListAsync(filter with { Limit = filter.Limit - found.Count }, ct).ConfigureAwait(false);
            var before = found.Count;
            found.AddRange(page.Jobs.Where(job => IsFoundByWhatIsShown(job, wanted)).Select(vault.Show));

            // Another page stands in for the jobs that were left out: where a page ends must not tell that they were there.
            if (page.Next is null || found.Count == filter.Limit || found.Count - before == page.Jobs.Count)
            {
                return new JobPage(found, page.Next);
            }

            filter = filter with { After = page.Next };
        }
    }

    public ValueTask<IReadOnlyList<QueueInfo>> QueuesAsync(JobStates counted, CancellationToken ct) => query.QueuesAsync(counted, ct);

    public ValueTask<long> CountAvailableAsync(string queue, long atMost, CancellationToken ct) =>
        query.CountAvailableAsync(queue, atMost, ct);

    public ValueTask<IReadOnlyList<ProcessInfo>> ProcessesAsync(CancellationToken ct) => query.ProcessesAsync(ct);

    private bool IsFoundByWhatIsShown(JobInfo job, PayloadFilter? wanted)
    {
        if (wanted is null)
        {
            return true;
        }

        var searchable = vault.Searchable(job);
        return searchable.Equals(job.Payload) || wanted.Matches(searchable.Span);
    }
}
