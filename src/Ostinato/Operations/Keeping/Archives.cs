using Microsoft.Extensions.Logging;

namespace Ostinato.Operations;

/// <summary>Hands jobs to the archives of the application, and keeps a distance from one that fails or hangs.</summary>
internal sealed class Archives(IEnumerable<IJobArchive> archives, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan FirstWait = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    private readonly IJobArchive[] _archives = [.. archives];
    private Task _last = Task.CompletedTask;
    private TimeSpan? _wait;
    private long _failedAt;

    public bool AreThere => _archives.Length > 0;

    /// <summary>Whether they may be asked: the last time went well, or is long enough ago and has ended.</summary>
    public bool AreOpen => _last.IsCompleted && (_wait is not { } wait || time.GetElapsedTime(_failedAt) >= wait);

    /// <summary>Says whether all of them have taken the jobs.</summary>
    public async Task<bool> TakeAsync(IReadOnlyList<JobInfo> jobs, TimeSpan timeout, CancellationToken ct)
    {
        using var patience = new CancellationTokenSource(timeout, time);
        try
        {
            using var both = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, ct);
            foreach (var archive in _archives)
            {
                // On another thread: one that blocks is given up, too.
                _last = Task.Run(() => archive.ArchiveAsync(jobs, both.Token), CancellationToken.None);
                await _last.WaitAsync(both.Token).ConfigureAwait(false);
            }
        }
        catch (Exception error) when (!ct.IsCancellationRequested)
        {
            // One that goes on in spite of its token is observed when it ends.
            _ = _last.ContinueWith(
                static ended => ended.Exception, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            Fail(jobs, patience.IsCancellationRequested ? new TimeoutException($"It did not end within {timeout}.", error) : error);
            return false;
        }

        if (_wait is not null)
        {
            OperationsLog.ArchiveWorks(logger);
        }

        _wait = null;
        return true;
    }

    private void Fail(IReadOnlyList<JobInfo> jobs, Exception error)
    {
        _wait = _wait is not { } wait ? FirstWait : wait * 2 < LongestWait ? wait * 2 : LongestWait;
        _failedAt = time.GetTimestamp();
        OperationsLog.ArchiveFailed(logger, jobs.Count, jobs[0].State, _wait.Value, error);
    }
}
