using Microsoft.Extensions.Logging;
using Ostinato.Execution;
using Ostinato.Operations;
using Ostinato.Storage;

namespace Ostinato.Notes;

/// <summary>
/// Writes what the attempts of this process tell: all of it in one trip, at most once a second, and at once what is waited for.
/// </summary>
/// <remarks>Where nobody tells anything, nothing runs. What is asked for while a trip is under way shares the next one.</remarks>
internal sealed class NoteWriter : IAsyncDisposable
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>How long the end of an attempt waits for its last notes.</summary>
    private static readonly TimeSpan LongestEnd = TimeSpan.FromSeconds(2);

    private readonly IJobNotes _store;
    private readonly Func<WorkerOptions> _options;
    private readonly JobNews _news;
    private readonly TimeProvider _time;
    private readonly WorkInHand _work;
    private readonly ILogger _logger;
    private readonly ITimer _timer;
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _lock = new();
    private List<AttemptNotes> _told = [];
    private List<NoteDemand> _demands = [];
    private bool _isWriting;
    private bool _isFailing;
    private long? _writtenAt;

    public NoteWriter(IJobNotes store, Func<WorkerOptions> options, JobNews news, TimeProvider time, WorkInHand work, ILogger logger)
    {
        (_store, _options, _news, _time, _work, _logger) = (store, options, news, time, work, logger);
        _timer = time.CreateTimer(
            static self => ((NoteWriter)self!).Begin(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public int MaxCheckpointBytes => _options().MaxCheckpointBytes;

    /// <summary>An attempt has news, for which nobody waits.</summary>
    public void Tell(AttemptNotes attempt)
    {
        if (attempt.TryQueue())
        {
            lock (_lock)
            {
                _told.Add(attempt);
            }

            Begin();
        }
    }

    /// <summary>Writes what an attempt has told, and says whether it holds its job still.</summary>
    public Task<bool> WriteAsync(AttemptNotes attempt)
    {
        var demand = new NoteDemand(attempt);
        lock (_lock)
        {
            _demands.Add(demand);
        }

        Begin();
        return demand.Done.Task;
    }

    /// <summary>What an attempt has told last, to be written with its end.</summary>
    public async ValueTask<IReadOnlyList<JobNote>> TakeLastAsync(AttemptNotes attempt)
    {
        if (attempt.TryTakeLast() is { } last)
        {
            return last;
        }

        await EndAsync(attempt).ConfigureAwait(false);
        return [];
    }

    /// <summary>Writes the last that an attempt has told, before its end is: afterwards the job is not its own any more.</summary>
    public async ValueTask EndAsync(AttemptNotes attempt)
    {
        if (attempt.HasNews)
        {
            try
            {
                await WriteAsync(attempt).WaitAsync(LongestEnd, _time).ConfigureAwait(false);
            }
            catch (Exception error)
            {
                // What a job has come to is worth more than how far it was before.
                NotesLog.LastLost(_logger, attempt.Held.Job.Name, attempt.Held.Job.Id, error);
            }
        }

        attempt.End();
    }

    public ValueTask<ReadOnlyMemory<byte>?> ReadCheckpointAsync(JobId id, CancellationToken ct) => _store.CheckpointAsync(id, ct);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _timer.DisposeAsync().ConfigureAwait(false);
    }

    private void Begin()
    {
        lock (_lock)
        {
            if (_isWriting || Wait() is not { } wait)
            {
                return;
            }

            if (wait > TimeSpan.Zero)
            {
                _timer.Change(wait, Timeout.InfiniteTimeSpan);
                return;
            }

            _isWriting = true;
        }

        _work.Begin();
        ThreadPool.UnsafeQueueUserWorkItem(static self => _ = self.RunAsync(), this, preferLocal: false);
    }

    private async Task RunAsync()
    {
        while (Take() is { } round)
        {
            await WriteAsync(round).ConfigureAwait(false);
        }

        _work.End();

        // What came after the last look found a writer at work and left it at that.
        Begin();
    }

    private async Task WriteAsync(NoteRound round)
    {
        try
        {
            await round.WriteAsync(_store, _news, _stop.Token).ConfigureAwait(false);
            if (_isFailing)
            {
                NotesLog.Back(_logger);
            }

            _isFailing = false;
        }
        catch (Exception error)
        {
            if (!_isFailing && !_stop.IsCancellationRequested)
            {
                NotesLog.Lost(_logger, error);
            }

            _isFailing = true;
            foreach (var attempt in round.Fail(error))
            {
                Tell(attempt);
            }
        }
    }

    private NoteRound? Take()
    {
        lock (_lock)
        {
            if (Wait() != TimeSpan.Zero)
            {
                _isWriting = false;
                return null;
            }

            var demands = _demands;
            _demands = [];
            var attempts = demands.Select(demand => demand.Attempt).ToHashSet();
            if (Left() == TimeSpan.Zero)
            {
                _told.ForEach(attempt => attempt.Unqueue());
                attempts.UnionWith(_told.Where(attempt => !attempt.IsOver));
                _told = [];
                _writtenAt = _time.GetTimestamp();
            }

            return new NoteRound(attempts, demands);
        }
    }

    /// <summary>How long until something is to be written; null where nothing is.</summary>
    private TimeSpan? Wait() => _demands.Count > 0 ? TimeSpan.Zero : _told.Count > 0 ? Left() : null;

    private TimeSpan Left() => _writtenAt is { } at && Interval - _time.GetElapsedTime(at) is { Ticks: > 0 } left ? left : TimeSpan.Zero;
}
