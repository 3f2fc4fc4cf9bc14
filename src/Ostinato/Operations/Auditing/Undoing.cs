using System.Globalization;
using Microsoft.Extensions.Logging;
using Ostinato.Schedules;
using Ostinato.Storage;

namespace Ostinato.Operations;

/// <summary>Undoes what the audit log knows enough of.</summary>
internal sealed class Undoing(StoreAccess access, ScheduleOperations schedules, string actor, ILogger logger)
{
    public async Task<UndoResult> UndoAsync(long id, CancellationToken ct)
    {
        var store = await access.OpenAsync(ct).ConfigureAwait(false);
        var result = await store.Audit.GetAsync(id, ct).ConfigureAwait(false) is { } stored
            ? Refuse(stored) ?? await UndoAsync(store, stored.Entry, UndoPlan.Read(stored.Undo!.Value), ct).ConfigureAwait(false)
            : new UndoResult(UndoOutcome.NotFound, 0, $"There is no row {id} in the audit log. It may have been removed by age.");
        OperationsLog.UndoAsked(logger, id, actor, result.Outcome, result.Text);
        return result;
    }

    private static UndoResult? Refuse(StoredAuditEntry stored)
    {
        var entry = stored.Entry;
        return entry.UndoneBy is { } by ? new UndoResult(UndoOutcome.AlreadyUndone, 0, $"It was undone by row {by}.")
            : entry.EndedAt is null ? Impossible("It was never told how it ended: it goes on, or its process died.")
            : stored.Undo is null ? Impossible(WhyNot(entry))
            : null;
    }

    private static string WhyNot(AuditEntry entry) => entry.Action switch
    {
        AuditActions.DeleteJob or AuditActions.DeleteJobs => "What was deleted is gone.",
        AuditActions.RetryJob or AuditActions.RetryJobs => "What was made available may have run. Cancel what has not.",
        AuditActions.CancelJob => "It ran when it was cancelled, or was set aside. Retry it if it is to start from the beginning.",
        AuditActions.CancelJobs => "None of the jobs that it cancelled waited. Retry them if they are to start from the beginning.",
        AuditActions.RunSchedule or AuditActions.BackfillSchedule => "Its jobs wait or have run. Cancel those that wait.",
        AuditActions.UpdateJob => "What the job was before is not kept. Change it again.",
        AuditActions.MoveJobs => "Which jobs it moved is not kept. Move them again.",
        _ => $"Not enough is known to undo '{entry.Action}'.",
    };

    private Task<UndoResult> UndoAsync(IJobStore store, AuditEntry entry, UndoPlan? plan, CancellationToken ct) => plan switch
    {
        { Queue: { } before } => UndoAsync(store, entry, before, ct),
        { Schedule: { } undo } => UndoAsync(entry, undo, ct),
        { Jobs: { } jobs } => UndoAsync(store, entry, jobs, plan.Others, ct),
        _ => Task.FromResult(Impossible("A later version of the program wrote it; what is needed to undo it cannot be read here.")),
    };

    private async Task<UndoResult> UndoAsync(IJobStore store, AuditEntry entry, StoredQueue before, CancellationToken ct)
    {
        var isUndone = await QueueChange.ApplyAsync(
            store.Queues,
            entry.Target,
            current => current.Revision == before.Revision + 1 ? before with { Revision = current.Revision } : null,
            (current, _) => Audit(entry) with { Undo = UndoPlan.Of(current).Write() },
            ct).ConfigureAwait(false);
        return isUndone
            ? new UndoResult(UndoOutcome.Undone, 1, $"Queue '{entry.Target}' is as it was before row {entry.Id}.")
            : ChangedSince($"Queue '{entry.Target}'");
    }

    private async Task<UndoResult> UndoAsync(AuditEntry entry, ScheduleUndo undo, CancellationToken ct) =>
        await schedules.RestoreAsync(entry.Target, undo, Audit(entry), ct).ConfigureAwait(false)
            ? new UndoResult(UndoOutcome.Undone, 1, $"Schedule '{entry.Target}' is as it was before row {entry.Id}.")
            : ChangedSince($"Schedule '{entry.Target}'");

    // Each job is put back by itself, so the row is written before and its end after.
    private async Task<UndoResult> UndoAsync(IJobStore store, AuditEntry entry, List<CancelledJob> jobs, long others, CancellationToken ct)
    {
        if (await store.Audit.AddAsync(Audit(entry) with { Count = 0, Outcome = null }, ct).ConfigureAwait(false) is not { } row)
        {
            return new UndoResult(UndoOutcome.AlreadyUndone, 0, "Somebody else has just undone it.");
        }

        long back = 0;
        var (moved, conflicts) = (others, 0L);
        try
        {
            foreach (var job in jobs)
            {
                var result = await ReinstateAsync(store, entry, job, ct).ConfigureAwait(false);
                back += result == ReinstateResult.Reinstated ? 1 : 0;
                conflicts += result == ReinstateResult.Conflict ? 1 : 0;
                moved += result is ReinstateResult.NotFound or ReinstateResult.NotCancelled ? 1 : 0;
            }
        }
        finally
        {
            await store.Audit.EndAsync(row, new AuditEnd(back, Say(back, moved, conflicts)), CancellationToken.None).ConfigureAwait(false);
        }

        return new UndoResult(
            moved + conflicts == 0 ? UndoOutcome.Undone : back > 0 ? UndoOutcome.PartlyUndone : UndoOutcome.ChangedSince,
            back,
            Say(back, moved, conflicts));
    }

    // One that was retried and has been cancelled again ended later than the action did.
    private static async Task<ReinstateResult> ReinstateAsync(IJobStore store, AuditEntry entry, CancelledJob job, CancellationToken ct) =>
        await store.Query.GetAsync(job.Id, ct).ConfigureAwait(false) is not { } now ? ReinstateResult.NotFound
        : now.State != JobState.Cancelled || now.FinishedAt > entry.EndedAt ? ReinstateResult.NotCancelled
        : await store.Control.ReinstateAsync(job.Id, job.Due, ct).ConfigureAwait(false);

    private NewAuditEntry Audit(AuditEntry entry) => new(actor, AuditActions.Undo, entry.Target)
    {
        Undoes = entry.Id,
        Reason = $"undoes row {entry.Id}, {entry.Action} by {entry.Actor}",
        Outcome = "done",
    };

    private static string Say(long back, long moved, long conflicts) =>
        string.Create(CultureInfo.InvariantCulture, $"{back:N0} jobs wait again")
        + (moved == 0 ? "" : string.Create(
            CultureInfo.InvariantCulture, $"; {moved:N0} have moved on, are gone, or are not known one by one"))
        + (conflicts == 0 ? "" : string.Create(
            CultureInfo.InvariantCulture, $"; the unique key of {conflicts:N0} is held by another job"))
        + ".";

    private static UndoResult ChangedSince(string what) =>
        new(UndoOutcome.ChangedSince, 0, $"{what} was changed again since. Undo the later rows first, or set it by hand.");

    private static UndoResult Impossible(string why) => new(UndoOutcome.NotPossible, 0, why);
}
