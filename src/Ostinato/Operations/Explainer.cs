using System.Globalization;
using Ostinato.Queues;
using Ostinato.Storage;

namespace Ostinato.Operations;

/// <summary>Says why a job is not running, from what the store knows. Pure.</summary>
internal static class Explainer
{
    /// <param name="id">The job.</param>
    /// <param name="job">What is known of it.</param>
    /// <param name="queue">Its queue.</param>
    /// <param name="processes">Who runs.</param>
    /// <param name="breaker">What the breaker of its kind does, where it is not closed.</param>
    public static Explanation Explain(
        JobId id, JobInfo? job, QueueInfo? queue, IReadOnlyList<ProcessInfo> processes, string? breaker = null) => (job, breaker) switch
        {
            ({ State: JobState.Available }, not null) when queue is not { IsPaused: true } => new(ExplanationCause.BreakerOpen, breaker),
            ({ State: JobState.Scheduled or JobState.Retryable }, not null) when Explain(id, job, queue, processes) is var waiting =>
                waiting with { Text = $"{waiting.Text} {breaker}" },
            _ => Explain(id, job, queue, processes),
        };

    private static Explanation Explain(JobId id, JobInfo? job, QueueInfo? queue, IReadOnlyList<ProcessInfo> processes) => job switch
    {
        null => new(ExplanationCause.NotFound, $"There is no job {id}. It may have been deleted, or removed by age after it ended."),
        { State: JobState.Executing } => new(
            ExplanationCause.Executing, $"It is running on process {job.Process} since {job.ClaimedAt:u}, attempt {job.Attempt}."),
        { State: JobState.Suspended } => new(
            ExplanationCause.Suspended, $"It is set aside ({job.Suspension}): {job.Reason}. {Remedy(job, processes)}"),
        { State: JobState.Scheduled } => new(ExplanationCause.DueLater, $"It is scheduled for {job.DueAt:u}."),
        { State: JobState.Retryable } => new(
            ExplanationCause.WaitsForRetry, $"Attempt {job.Attempt} failed ({LastError(job)}); the next one is due at {job.DueAt:u}."),
        { State: JobState.Available } => Waiting(job, queue, processes),
        _ => new(ExplanationCause.Final, $"It ended as {job.State} at {job.FinishedAt:u}. {job.Reason}".TrimEnd()),
    };

    private static Explanation Waiting(JobInfo job, QueueInfo? queue, IReadOnlyList<ProcessInfo> processes)
    {
        if (queue is { IsPaused: true })
        {
            var reason = queue.PauseReason is { } given ? $" ({given})" : "";
            var who = queue.PausedBy is { } name ? $" by {name}" : "";
            return new(ExplanationCause.QueuePaused, $"Queue '{job.Queue}' is paused since {queue.PausedAt:u}{who}{reason}. Resume it.");
        }

        var serving = processes.Where(process => process.Description.Queues.ContainsKey(job.Queue)).ToList();
        if (serving.Count == 0)
        {
            return new(
                ExplanationCause.NoProcessServesQueue,
                $"No running process serves queue '{job.Queue}'. "
                + $"Add it with AddWorker(w => w.Queue(\"{job.Queue}\")) or start that worker.");
        }

        var settings = queue?.Settings;
        if (!serving.Exists(process => ServingRule.Names(settings, process.Description)))
        {
            var allowed = string.Join(", ", settings!.ServedBy!);
            return new(
                ExplanationCause.NoProcessAllowed,
                $"An operator lets only {allowed} serve queue '{job.Queue}', and none of the {serving.Count} processes that are configured "
                + "for it has that label or host. Start one, or change the setting.");
        }

        if (settings is { Concurrency: 0 })
        {
            return new(
                ExplanationCause.LimitedByOperator,
                $"An operator has limited queue '{job.Queue}' to 0 jobs in each process. Raise it, or reset the settings of the queue.");
        }

        serving.RemoveAll(process => !ServingRule.Names(settings, process.Description));
        if (!serving.Exists(process => process.Description.Names.Contains(job.StoredName.ToString())))
        {
            return new(
                ExplanationCause.NoCodeForName,
                $"No process that serves queue '{job.Queue}' has a handler for {job.StoredName.InWords()}{KnownVersions(job, serving)}. "
                + "Deploy one; the job is kept until then.");
        }

        var slots = serving.Sum(process => ServingRule.Concurrency(job.Queue, settings, process.Description));
        var running = queue?.Counts.GetValueOrDefault(JobState.Executing) ?? 0;
        return running >= slots
            ? new(
                ExplanationCause.AtLimit,
                $"All {slots} slots of queue '{job.Queue}' are taken ({running} jobs held by {serving.Count} processes).")
            : new(
                ExplanationCause.AboutToRun,
                $"It waits in queue '{job.Queue}' for one of {slots - running} free slots and is about to run.");
    }

    private static string Remedy(JobInfo job, IReadOnlyList<ProcessInfo> processes)
    {
        var serving = processes.Where(process => process.Description.Queues.ContainsKey(job.Queue)).ToList();
        return job.Suspension != SuspensionReason.UnknownName ? "Deploy code that can run it, or retry it by hand."
            : serving.Exists(process => process.Description.Names.Contains(job.StoredName.ToString()))
                ? "A process knows it now, and takes it back within a minute."
            : $"No process that serves its queue has a handler for {job.StoredName.InWords()}{KnownVersions(job, serving)}. "
                + "Deploy one; the job runs then by itself.";
    }

    /// <summary>Such as <c>; they know versions up to 2</c>, where they know the name at all.</summary>
    private static string KnownVersions(JobInfo job, List<ProcessInfo> processes)
    {
        var known = processes.SelectMany(process => process.Description.Names).Select(StoredName.Parse)
            .Where(name => name.Name == job.Name).Select(name => name.Version).ToHashSet();
        return known.Count == 0 ? ""
            : known.Max() < job.Version ? string.Create(CultureInfo.InvariantCulture, $"; they know versions up to {known.Max()}")
            : string.Create(CultureInfo.InvariantCulture, $"; they know versions from {known.Min()} on");
    }

    private static string LastError(JobInfo job) => job.Errors.Count > 0 ? job.Errors[^1].Message : "no error is kept";
}
