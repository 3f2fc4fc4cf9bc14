namespace Ostinato.Storage;

/// <summary>Answers questions. Reads only; may be a moment behind.</summary>
public interface IJobQuery
{
    /// <summary>Everything known of one job, errors and result included; null when there is none.</summary>
    ValueTask<JobInfo?> GetAsync(JobId id, CancellationToken ct);

    /// <summary>
    /// Jobs that match, the newest first, or those that ended last, without errors and results. Where jobs must be read to tell, it may
    /// stop after some 100,000 and answer from where to go on.
    /// </summary>
    ValueTask<JobPage> ListAsync(JobFilter filter, CancellationToken ct);

    /// <summary>The last error of each of these jobs that has one.</summary>
    async ValueTask<IReadOnlyDictionary<JobId, AttemptError>> LastErrorsAsync(IReadOnlyList<JobId> ids, CancellationToken ct)
    {
        var errors = new Dictionary<JobId, AttemptError>();
        foreach (var id in ids)
        {
            if (await GetAsync(id, ct).ConfigureAwait(false) is { Errors: [.., var last] })
            {
                errors[id] = last;
            }
        }

        return errors;
    }

    /// <summary>Every queue that has jobs in some states, or settings, with the counts of these states, by name.</summary>
    /// <param name="counted">The states to count. Final ones may cost a look at everything that ended and was not pruned yet.</param>
    /// <param name="ct">Cancels.</param>
    ValueTask<IReadOnlyList<QueueInfo>> QueuesAsync(JobStates counted, CancellationToken ct);

    /// <summary>How many jobs of a queue are available, counted no further than to a number.</summary>
    ValueTask<long> CountAvailableAsync(string queue, long atMost, CancellationToken ct);

    /// <summary>Every registered process, by number.</summary>
    ValueTask<IReadOnlyList<ProcessInfo>> ProcessesAsync(CancellationToken ct);
}
