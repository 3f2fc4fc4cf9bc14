using System.Collections.Concurrent;
using Ostinato.Storage;

namespace Ostinato.Operations;

/// <summary>Wakes who follows a job when a process changes it. Early news: whoever follows looks in any case.</summary>
/// <remarks>Where nobody follows anything, telling costs one look at a number.</remarks>
internal sealed class JobNews : IDisposable
{
    private readonly ConcurrentDictionary<Follower, JobId> _followers = new();
    private readonly TimeProvider _time;
    private readonly FleetNews _fleet;
    private int _count;

    public JobNews(TimeProvider time)
    {
        _time = time;
        _fleet = new FleetNews(time, Wake, change => Interlocked.Add(ref _count, change));
    }

    /// <summary>Whether other processes tell what they change, at this moment.</summary>
    public bool OthersAreHeard => _fleet.AreHeard;

    /// <summary>Whether anybody follows anything, here or in a process that is heard.</summary>
    public bool AreWanted => Volatile.Read(ref _count) > 0;

    /// <summary>Begins to hear other processes, where the store carries news.</summary>
    /// <param name="store">Open.</param>
    public void Attach(IJobStore store) => _fleet.Attach(store);

    /// <summary>Begins to follow a job; ends with the follower.</summary>
    public Follower Follow(JobId id)
    {
        var follower = new Follower(this, id);
        _followers[follower] = id;
        Interlocked.Increment(ref _count);
        return follower;
    }

    public void Tell(JobId id)
    {
        if (AreWanted)
        {
            Wake(id);
            _fleet.Tell(id);
        }
    }

    /// <summary>A trip has ended these attempts and begun those.</summary>
    public void Tell(List<Acknowledgement> ended, IReadOnlyList<ClaimedJob> claimed)
    {
        if (!AreWanted)
        {
            return;
        }

        ended.ForEach(acknowledgement => Tell(acknowledgement.Job.Id));
        foreach (var job in claimed)
        {
            Tell(job.Id);
        }
    }

    public void Dispose() => _fleet.Dispose();

    private void Wake(JobId id)
    {
        foreach (var (follower, followed) in _followers)
        {
            if (followed == id)
            {
                follower.Wake();
            }
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
    internal sealed class Follower(JobNews news, JobId id) : IDisposable
    {
        private TaskCompletionSource _told = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private long? _askedAt;

        public void Wake() => Volatile.Read(ref _told).TrySetResult();

        /// <summary>Asks the other processes to tell, unless they have been asked lately.</summary>
        public void AskOthers()
        {
            if (_askedAt is not { } askedAt || news._time.GetElapsedTime(askedAt) >= FleetNews.SaidAgainAfter)
            {
                _askedAt = news._time.GetTimestamp();
                news._fleet.Follow(id);
            }
        }

        /// <summary>Until there is news that came after the last wait began to look, or a time is over.</summary>
        public async Task WaitAsync(TimeSpan atMost, CancellationToken ct)
        {
            var told = Volatile.Read(ref _told);
            using var enough = CancellationTokenSource.CreateLinkedTokenSource(ct);
            await Task.WhenAny(told.Task, Task.Delay(atMost, news._time, enough.Token)).ConfigureAwait(false);
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
