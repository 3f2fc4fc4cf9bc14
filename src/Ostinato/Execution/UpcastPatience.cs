using System.Globalization;

namespace Ostinato.Execution;

/// <summary>
/// Waits for upcasters, which are code of the user, and gives them up when they do not end. They keep their slot until they do.
/// </summary>
internal sealed class UpcastPatience : IDisposable
{
    /// <summary>How long upcasters of one payload may take.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly Action<string> _giveUp;
    private readonly ITimer _timer;
    private int _isDecided;

    /// <param name="time">The clock.</param>
    /// <param name="giveUp">Told why, once. It must not throw.</param>
    public UpcastPatience(TimeProvider time, Action<string> giveUp)
    {
        _giveUp = giveUp;
        _timer = time.CreateTimer(static patience => ((UpcastPatience)patience!).GiveUp(), this, Limit, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The upcasters have ended. False where they were given up before.</summary>
    public bool TryEnd() => Interlocked.Exchange(ref _isDecided, 1) == 0;

    public void Dispose() => _timer.Dispose();

    private void GiveUp()
    {
        if (TryEnd())
        {
            _giveUp(string.Create(
                CultureInfo.InvariantCulture, $"payload cannot be read: its upcasters have not ended after {Limit.TotalSeconds} seconds"));
        }
    }
}
