namespace Ostinato.Chaos;

/// <summary>Waits for a condition of other processes, which can only be looked at again and again.</summary>
internal static class Until
{
    public static async Task TrueAsync(Func<Task<bool>> condition, string what, TimeSpan timeout, CancellationToken ct)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(25), TimeProvider.System);
        var startedAt = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            if (TimeProvider.System.GetElapsedTime(startedAt) > timeout)
            {
                throw new TimeoutException($"Not within {timeout}: {what}.");
            }

            await timer.WaitForNextTickAsync(ct);
        }
    }

    public static Task TrueAsync(Func<bool> condition, string what, TimeSpan timeout, CancellationToken ct) =>
        TrueAsync(() => Task.FromResult(condition()), what, timeout, ct);
}
