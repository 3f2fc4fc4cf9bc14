using Ostinato.Storage;

namespace Ostinato.Sqlite;

internal sealed class SqliteJobControl(Writer writer, Readers readers) : IJobControl
{
    private const int StepSize = 1_000;

    public async ValueTask<CancelResult> CancelAsync(JobId id, string reason, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(reason);
        return id.TryGetNumber(out var number)
            ? await writer.RunAsync(session => session.JobControl.Cancel(number, reason), Flush.Now, ct).ConfigureAwait(false)
            : CancelResult.NotFound;
    }

    public async ValueTask<RetryResult> RetryAsync(JobId id, CancellationToken ct) => id.TryGetNumber(out var number)
        ? await writer.RunAsync(session => session.JobControl.Retry(number), Flush.Now, ct).ConfigureAwait(false)
        : RetryResult.NotFound;

    public async ValueTask<RetryResult> QuarantineAsync(JobId id, CancellationToken ct) => id.TryGetNumber(out var number)
        ? await writer.RunAsync(session => session.JobControl.Quarantine(number), Flush.Now, ct).ConfigureAwait(false)
        : RetryResult.NotFound;

    public async ValueTask<DeleteResult> DeleteAsync(JobId id, CancellationToken ct) => id.TryGetNumber(out var number)
        ? await writer.RunAsync(session => session.JobControl.Delete(number), Flush.Now, ct).ConfigureAwait(false)
        : DeleteResult.NotFound;

    public async ValueTask<UpdateResult> UpdateAsync(JobId id, JobUpdate update, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(update);
        return id.TryGetNumber(out var number)
            ? await writer.RunAsync(session => session.Updating.Update(number, update), Flush.Now, ct).ConfigureAwait(false)
            : UpdateResult.NotFound;
    }

    public async ValueTask<int> ResumeSuspendedAsync(
        SuspensionReason reason, IReadOnlyCollection<string> names, IReadOnlyCollection<string> queues, int limit, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(names);
        ArgumentNullException.ThrowIfNull(queues);
        var groups = await readers.RunAsync(session => session.JobControl.Resumable(reason, names, queues), ct).ConfigureAwait(false);
        var total = 0;
        foreach (var group in groups)
        {
            for (var (count, size) = (0, 0); count == size && total < limit; total += count)
            {
                size = Math.Min(StepSize, limit - total);
                count = await writer
                    .RunAsync(session => session.JobControl.Resume(reason, group, size), Flush.Now, ct).ConfigureAwait(false);
            }
        }

        return total;
    }
}

internal sealed class SqliteQueueControl(Writer writer) : IQueueControl
{
    public async ValueTask PauseAsync(string queue, string? reason, CancellationToken ct)
    {
        ArgumentException.ThrowIfNullOrEmpty(queue);
        await writer.RunAsync(session => session.QueueControl.Pause(queue, reason), Flush.Now, ct).ConfigureAwait(false);
    }

    public async ValueTask ResumeAsync(string queue, CancellationToken ct)
    {
        ArgumentException.ThrowIfNullOrEmpty(queue);
        await writer.RunAsync(session => session.QueueControl.Resume(queue), Flush.Now, ct).ConfigureAwait(false);
    }
}
