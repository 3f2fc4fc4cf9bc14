using System.Collections.Concurrent;
using Ostinato.Storage;

namespace Ostinato.Operations;

/// <summary>Wakes who follows a job of this process when this process changes it. Early news: whoever follows looks in any case.</summary>
/// <remarks>Where nobody follows anything, telling costs one look at a number.</remarks>
internal sealed class JobNews
{
    private readonly ConcurrentDictionary<Follower, JobId> _followers = new();
    private int _count;

    /// <summary>Begins to follow a job; ends with the follower.</summary>
    public Follower Follow(JobId id)
    {
        var follower = new Follower(this);
        _followers[follower] = id;
        Interlocked.Increment(ref _count);
        return follower;
    }

    public void Tell(JobId id)
    {
        if (Volatile.Read(ref _count) == 0)
        {
            return;
        }

        foreach (var (follower, followed) in _followers)
        {
            if (followed == id)
            {
                follower.Wake();
            }
        }
    }

    /// <summary>A trip has ended these attempts and begun those.</summary>
    public void Tell(List<Acknowledgement> ended, IReadOnlyList<ClaimedJob> claimed)
    {
        if (Volatile.Read(ref _count) == 0)
        {
            return;
        }

        ended.ForEach(acknowledgement => Tell(acknowledgement.Job.Id));
        foreach (var job in claimed)
        {
            Tell(job.Id);
        }
    }

    private void Forget(Follower follower)
    {
        if (_followers.TryRemove(follower, out _))
        {
            Interlocked.Decrement(ref _count);
        }
    }

    /// <summary>Waits for news of one job.</summary>
    internal sealed class Follower(JobNews news) : IDisposable
    {
        private TaskCompletionSource _told = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Wake() => Volatile.Read(ref _told).TrySetResult();

        /// <summary>Until there is news that came after the last wait began to look, or a time is over.</summary>
        public async Task WaitAsync(TimeSpan atMost, TimeProvider time, CancellationToken ct)
        {
            var told = Volatile.Read(ref _told);
            using var enough = CancellationTokenSource.CreateLinkedTokenSource(ct);
            await Task.WhenAny(told.Task, Task.Delay(atMost, time, enough.Token)).ConfigureAwait(false);
            ct.ThrowIfCancellationRequested();
            await enough.CancelAsync().ConfigureAwait(false);
            if (told.Task.IsCompleted)
            {
                // Before the next look: what is told during it is news again.
                Volatile.Write(ref _told, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
            }
        }

        public void Dispose() => news.Forget(this);
    }
}
