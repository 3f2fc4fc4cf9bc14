namespace Ostinato.Storage;

/// <summary>Checks that every job has exactly one place and that all counts agree.</summary>
internal static class MemoryDoctor
{
    public static void Verify(MemoryState state)
    {
        using var turn = state.Begin(CancellationToken.None);
        var wrong = new List<string>();
        var placed = new Dictionary<MemoryJob, int>();
        foreach (var (job, fits, place) in Places(state))
        {
            placed[job] = placed.GetValueOrDefault(job) + 1;
            Require(fits, $"job {job.Id} is {job.State} but stands in {place}", wrong);
        }

        foreach (var job in state.Jobs.NewestFirst())
        {
            var places = placed.GetValueOrDefault(job);
            Require(places == 1, $"job {job.Id} ({job.State}) has {places} places", wrong);
            var isHeld = job.Holder is not null && job.Claim is not null;
            Require(isHeld == (job.State == JobState.Executing), $"job {job.Id} ({job.State}) has a wrong holder", wrong);
        }

        Require(placed.Count == state.Jobs.Count, $"{placed.Count} jobs have places, {state.Jobs.Count} have bodies", wrong);
        VerifyCounts(state, wrong);
        if (wrong.Count > 0)
        {
            throw new InvalidOperationException("The in-memory store contradicts itself: " + string.Join("; ", wrong));
        }
    }

    private static IEnumerable<(MemoryJob Job, bool Fits, string Place)> Places(MemoryState state)
    {
        var places = state.Places;
        return state.Queues.Values
            .SelectMany(queue => queue.Ready.Select(job => (job, job.State == JobState.Available && job.Queue == queue, "ready")))
            .Concat(places.Due.Jobs.Select(job => (job, job.State is JobState.Scheduled or JobState.Retryable, "due")))
            .Concat(state.Processes.Values.SelectMany(process =>
                process.Held.Jobs().Select(job => (job, job.State == JobState.Executing && job.Holder == process, "leased"))))
            .Concat(places.Suspended.Jobs().Select(job => (job, job.State == JobState.Suspended, "suspended")))
            .Concat(Enum.GetValues<JobState>().Where(final => final.IsFinal())
                .SelectMany(final => places.FinalOf(final).Jobs().Select(job => (job, job.State == final, final.ToString()))));
    }

    private static void VerifyCounts(MemoryState state, List<string> wrong)
    {
        var counted = state.Jobs.NewestFirst().CountBy(job => (job.Queue.Name, job.State)).ToDictionary();
        foreach (var queue in state.Queues.Values)
        {
            foreach (var one in Enum.GetValues<JobState>())
            {
                var count = counted.GetValueOrDefault((queue.Name, one));
                var kept = queue.Counts[(int)one];
                Require(count == kept, $"queue {queue.Name} counts {kept} {one} jobs and has {count}", wrong);
            }

            foreach (var line in queue.Lines)
            {
                var positions = line.Jobs().Select(job => job.Position);
                Require(positions.SequenceEqual(positions.Order()), $"a line of queue {queue.Name} is out of order", wrong);
            }
        }

        var cancelling = state.Processes.Values.SelectMany(process => process.Cancelling).Count();
        var requested = state.Jobs.NewestFirst().Count(job => job.CancelReason is not null);
        Require(cancelling == requested, $"{requested} jobs are to be cancelled, {cancelling} are listed", wrong);
    }

    private static void Require(bool holds, string otherwise, List<string> wrong)
    {
        if (!holds)
        {
            wrong.Add(otherwise);
        }
    }
}
