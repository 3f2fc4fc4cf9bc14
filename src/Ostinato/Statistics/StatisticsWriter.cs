using Microsoft.Extensions.Logging;
using Ostinato.Storage;

namespace Ostinato.Statistics;

/// <summary>Writes what this process counted, a row a minute; nothing where nothing was counted.</summary>
internal sealed class StatisticsWriter(StatisticsRecorder recorder, IStatisticsStore store, TimeProvider time, ILogger logger)
{
    public static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    /// <summary>How many rows wait for a store that does not answer.</summary>
    private const int MostWaiting = 60;

    private readonly Queue<(Guid Id, long Middle, byte[] Body)> _waiting = new();
    private long _since = time.GetTimestamp();

    public async Task RoundAsync(CancellationToken ct)
    {
        // After a failure the loop comes sooner, to write what waits.
        if (_waiting.Count == 0 || time.GetElapsedTime(_since) >= Interval)
        {
            Take();
        }

        await WriteAsync(ct).ConfigureAwait(false);
    }

    /// <summary>Writes what is left at the end. A stop does not fail for it.</summary>
    public async Task FlushAsync(CancellationToken ct)
    {
        try
        {
            Take();
            await WriteAsync(ct).WaitAsync(ct).ConfigureAwait(false);
        }
        catch (Exception error)
        {
            StatisticsLog.NotFlushed(logger, error);
        }
    }

    private void Take()
    {
        var (from, to) = (_since, time.GetTimestamp());
        _since = to;
        if (recorder.Take() is not { IsEmpty: false } taken)
        {
            return;
        }

        _waiting.Enqueue((Guid.NewGuid(), from + ((to - from) / 2), taken.Write()));
        if (_waiting.Count > MostWaiting)
        {
            _waiting.Dequeue();
            StatisticsLog.Dropped(logger, MostWaiting);
        }
    }

    private async Task WriteAsync(CancellationToken ct)
    {
        if (_waiting.Count == 0)
        {
            return;
        }

        NewStatistics[] rows = [.. _waiting.Select(row => new NewStatistics(row.Id, time.GetElapsedTime(row.Middle), row.Body))];
        await store.AppendAsync(rows, ct).ConfigureAwait(false);
        _waiting.Clear();
    }
}
