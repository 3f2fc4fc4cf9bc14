using Ostinato.Storage;

namespace Ostinato.Operations;

/// <summary>Changes what is said of a queue, however many do so at once.</summary>
internal static class QueueChange
{
    private const int MostTries = 20;

    /// <param name="queues">Where.</param>
    /// <param name="name">Of which queue.</param>
    /// <param name="change">From what is said now to what shall be; null to leave it.</param>
    /// <param name="audit">The row that tells of it, given what was and what shall be; null for none.</param>
    /// <param name="ct">Cancels before the store has begun.</param>
    /// <returns>Whether it was changed.</returns>
    public static async Task<bool> ApplyAsync(
        IQueueControl queues, string name, Func<StoredQueue, StoredQueue?> change,
        Func<StoredQueue, StoredQueue, NewAuditEntry?> audit, CancellationToken ct)
    {
        for (var attempt = 0; attempt < MostTries; attempt++)
        {
            var before = (await queues.ListAsync(ct).ConfigureAwait(false)).FirstOrDefault(queue => queue.Name == name)
                ?? new StoredQueue { Name = name };
            if (change(before) is not { } after)
            {
                return false;
            }

            if (await queues.WriteAsync(after, audit(before, after), ct).ConfigureAwait(false))
            {
                return true;
            }
        }

        throw new InvalidOperationException($"Queue '{name}' could not be changed: others change it all the time. Try again.");
    }
}
