using Ostinato.Storage;

namespace Ostinato.PostgreSql;

/// <summary>
/// Keeps the acknowledgement of a job apart from a completion of it in its handler's transaction, which may come from a handler that was
/// given up. Completions of other jobs go on meanwhile.
/// </summary>
internal sealed class CompletionGate
{
    private readonly Lock _lock = new();
    private readonly Dictionary<long, TaskCompletionSource> _inside = [];
    private IReadOnlyList<Acknowledgement> _acknowledged = [];

    /// <summary>Lets a completion begin, unless its job is being acknowledged, or completed by another call.</summary>
    public bool TryEnter(long id)
    {
        lock (_lock)
        {
            return !_acknowledged.Any(acknowledgement => acknowledgement.Job.Id == new JobId(id))
                && _inside.TryAdd(id, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        }
    }

    public void Leave(long id)
    {
        TaskCompletionSource? left;
        lock (_lock)
        {
            _inside.Remove(id, out left);
        }

        left?.SetResult();
    }

    /// <summary>Lets no completion of these jobs begin, and waits for those that have.</summary>
    public async ValueTask CloseAsync(IReadOnlyList<Acknowledgement> acknowledged, CancellationToken ct)
    {
        List<Task> inside;
        lock (_lock)
        {
            _acknowledged = acknowledged;
            inside = _inside.Count == 0 ? [] : Inside(acknowledged);
        }

        if (inside.Count > 0)
        {
            await Task.WhenAll(inside).WaitAsync(ct).ConfigureAwait(false);
        }
    }

    public void Open()
    {
        lock (_lock)
        {
            _acknowledged = [];
        }
    }

    private List<Task> Inside(IReadOnlyList<Acknowledgement> acknowledged)
    {
        var inside = new List<Task>();
        foreach (var acknowledgement in acknowledged)
        {
            if (acknowledgement.Job.Id.TryGetNumber(out var id) && _inside.TryGetValue(id, out var call))
            {
                inside.Add(call.Task);
            }
        }

        return inside;
    }
}
