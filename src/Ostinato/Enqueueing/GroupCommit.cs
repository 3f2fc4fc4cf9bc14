using Ostinato.Storage;

namespace Ostinato;

/// <summary>Lets concurrent single enqueues share one insert and one commit.</summary>
/// <remarks>There is no timer: while one batch is being written the next one gathers, and a lone caller writes at once.</remarks>
internal sealed class GroupCommit(IJobInserter inserter)
{
    private const int MaxBatch = 1_000;

    private readonly Lock _lock = new();
    private readonly Queue<Pending> _gathering = new();
    private bool _writing;

    public Task<InsertedJob> InsertAsync(NewJob job, CancellationToken ct)
    {
        var pending = new Pending(job, ct);
        bool mustWrite;
        lock (_lock)
        {
            _gathering.Enqueue(pending);
            mustWrite = !_writing;
            _writing = true;
        }

        if (mustWrite)
        {
            Write();
        }

        return pending.Task.WaitAsync(ct);
    }

    // It writes for callers that come later, too, so what flows with this one, its trace above all, is not to go on with it.
    private void Write()
    {
        if (ExecutionContext.IsFlowSuppressed())
        {
            _ = WriteAllAsync();
            return;
        }

        using (ExecutionContext.SuppressFlow())
        {
            _ = WriteAllAsync();
        }
    }

    private async Task WriteAllAsync()
    {
        while (TakeBatch() is { } batch)
        {
            if (batch.Count > 0)
            {
                await WriteAsync(batch).ConfigureAwait(false);
                await LetCallersPassAsync(batch.Count).ConfigureAwait(false);
            }
        }
    }

    // Callers that come again at once join the next batch if it lets them pass; otherwise two halves of them would take turns for ever.
    // And the caller that began goes on with its own work: what gathered meanwhile is not for its thread to write.
    private Task LetCallersPassAsync(int callers)
    {
        if (callers == 1 && IsNobodyWaiting())
        {
            return Task.CompletedTask;
        }

        var turn = new TaskCompletionSource();
        ThreadPool.UnsafeQueueUserWorkItem(static turn => turn.SetResult(), turn, preferLocal: false);
        return turn.Task;
    }

    private bool IsNobodyWaiting()
    {
        lock (_lock)
        {
            return _gathering.Count == 0;
        }
    }

    private List<Pending>? TakeBatch()
    {
        lock (_lock)
        {
            if (_gathering.Count == 0)
            {
                _writing = false;
                return null;
            }

            var batch = new List<Pending>(Math.Min(_gathering.Count, MaxBatch));
            while (batch.Count < MaxBatch && _gathering.TryDequeue(out var pending))
            {
                if (!pending.TryCancel())
                {
                    batch.Add(pending);
                }
            }

            return batch;
        }
    }

    private async Task WriteAsync(List<Pending> batch)
    {
        try
        {
            var jobs = batch.ConvertAll(pending => pending.Job);
            var inserted = await inserter.InsertAsync(jobs, null, CancellationToken.None).ConfigureAwait(false);
            for (var i = 0; i < batch.Count; i++)
            {
                batch[i].SetResult(inserted[i]);
            }
        }
        catch (Exception error)
        {
            batch.ForEach(pending => pending.TrySetException(error));
        }
    }

    private sealed class Pending(NewJob job, CancellationToken ct)
        : TaskCompletionSource<InsertedJob>(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        public NewJob Job => job;

        public bool TryCancel() => ct.IsCancellationRequested && TrySetCanceled(ct);
    }
}
