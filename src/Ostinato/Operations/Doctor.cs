using System.Globalization;
using Ostinato.Storage;

namespace Ostinato.Operations;

/// <summary>Finds what keeps jobs from running, from what every store can tell. Pure.</summary>
internal static class Doctor
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(5);

    /// <param name="queues">The queues, with the counts of all states but final ones.</param>
    /// <param name="processes">Who is registered.</param>
    /// <param name="suspended">Some of the jobs that were set aside.</param>
    public static IEnumerable<Finding> Examine(
        IReadOnlyList<QueueInfo> queues, IReadOnlyList<ProcessInfo> processes, IReadOnlyList<JobInfo> suspended) =>
        [.. queues.SelectMany(queue => Examine(queue, processes)), .. ExamineSuspended(suspended, processes)];

    private static IEnumerable<Finding> Examine(QueueInfo queue, IReadOnlyList<ProcessInfo> processes)
    {
        var waiting = queue.Counts.GetValueOrDefault(JobState.Available);
        var isServed = processes.Any(process => process.Description.Queues.ContainsKey(queue.Name));
        if (waiting > 0 && !isServed)
        {
            yield return new Finding(
                "queue-without-process",
                FindingSeverity.Critical,
                Say($"{waiting:N0} jobs wait in queue '{queue.Name}', and no running process serves it."),
                $"Start a worker with AddWorker(w => w.Queue(\"{queue.Name}\")), or delete the jobs.");
        }

        if (waiting > 0 && isServed && queue.Settings is { } set && queue.Servers.All(server => server.Effective == 0))
        {
            yield return new Finding(
                "queue-limited-to-nothing",
                FindingSeverity.Warning,
                Say($"{waiting:N0} jobs wait in queue '{queue.Name}', and no running process may serve it: an operator has set {set}."),
                "Change the settings with IJobAdmin.Queues.ConfigureAsync, or start a process that they name.");
        }

        if (queue.IsPaused && waiting > 0)
        {
            var reason = (queue.PausedBy is { } who ? $" by {who}" : "") + (queue.PauseReason is { } given ? $" ({given})" : "");
            yield return new Finding(
                "queue-paused",
                FindingSeverity.Information,
                Say($"Queue '{queue.Name}' is paused since {queue.PausedAt:u}{reason}; {waiting:N0} jobs wait."),
                "Resume it when the reason has passed.");
        }
        else if (isServed && queue.OldestAvailable > Long)
        {
            yield return new Finding(
                "queue-behind",
                FindingSeverity.Warning,
                Say($"A job waits in queue '{queue.Name}' for {queue.OldestAvailable:d\\.hh\\:mm\\:ss}; {waiting:N0} wait in all."),
                "Start more processes, or raise the concurrency of the queue; look first whether its handlers have become slower.");
        }
    }

    private static IEnumerable<Finding> ExamineSuspended(IReadOnlyList<JobInfo> suspended, IReadOnlyList<ProcessInfo> processes)
    {
        foreach (var group in suspended.GroupBy(job => (job.StoredName, job.Suspension)))
        {
            var (stored, why) = group.Key;
            var name = stored.InWords();
            var isKnown = processes.Any(process => process.Description.Names.Contains(stored.ToString()));
            yield return why switch
            {
                SuspensionReason.UnknownName => new Finding(
                    "name-without-code",
                    FindingSeverity.Warning,
                    Say($"{group.Count():N0} or more jobs named {name} are set aside because no code was found for them."),
                    isKnown
                        ? "A process knows it now, and takes them back within a minute."
                        : "Deploy a process that has a handler for it; they run then by themselves."),
                SuspensionReason.Poison => new Finding(
                    "poison",
                    FindingSeverity.Warning,
                    Say($"{group.Count():N0} or more jobs named {name} are set aside because processes died with them."),
                    "Find out what they do to their process, mend it, and retry them by hand, or one of them alone: "
                    + "IJobAdmin.Jobs.QuarantineAsync."),
                _ => new Finding(
                    "payload-unreadable",
                    FindingSeverity.Warning,
                    Say($"{group.Count():N0} or more jobs named {name} are set aside because their payloads cannot be read."),
                    "Deploy code that reads them, or delete them; their reasons say what is wrong."),
            };
        }
    }

    private static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
