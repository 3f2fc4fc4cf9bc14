namespace Ostinato.Storage;

/// <summary>Gives a process what fits, as <see cref="ClaimRule"/> says.</summary>
internal sealed class MemoryClaimer(MemoryState state)
{
    public IReadOnlyList<ClaimedJob> Claim(IReadOnlyList<ClaimRequest> requests, MemoryProcess process, DateTimeOffset now)
    {
        List<ClaimedJob>? claimed = null;
        for (var index = 0; index < requests.Count; index++)
        {
            var request = requests[index];
            if (state.Queues.TryGetValue(request.Queue, out var queue) && !queue.IsPaused && queue.Available > 0 && request.Limit > 0)
            {
                claimed ??= new List<ClaimedJob>(Math.Min(request.Limit, queue.Available));
                Claim(request, queue, process, claimed, now);
            }
        }

        return claimed is null ? [] : claimed;
    }

    private void Claim(in ClaimRequest request, MemoryQueue queue, MemoryProcess process, List<ClaimedJob> claimed, DateTimeOffset now)
    {
        var open = queue.Open();
        var hasSuspect = false;
        for (var taken = 0; open != 0 && taken < request.Limit;)
        {
            var job = queue.First(open, now);
            var line = queue.LineOf(job);
            if (ClaimRule.Take(request, taken, hasSuspect, 1, job.Crashes) > 0)
            {
                hasSuspect |= ClaimRule.IsSuspect(job.Crashes);
                claimed.Add(Lease(job, process, now));
                taken++;
                if (line.Count > 0)
                {
                    continue;
                }
            }

            open &= ~(1u << ClaimRule.LineOf(job.Priority, job.Crashes));
        }
    }

    private ClaimedJob Lease(MemoryJob job, MemoryProcess process, DateTimeOffset now)
    {
        var claim = new ClaimedJob
        {
            Id = new JobId(job.Id),
            Name = job.Name,
            Queue = job.Queue.Name,
            Priority = job.Priority,
            Attempt = job.Spent + 1,
            Crashes = job.Crashes,
            Payload = job.Payload,
            Headers = job.Headers,
            EnqueuedAt = job.EnqueuedAt,
            AvailableAt = job.AvailableAt,
            ClaimedAt = now,
            Token = job,
        };
        state.Places.Lease(job, process, claim);
        return claim;
    }
}
