namespace Ostinato.Chaos;

/// <summary>Waits for a condition of other processes, which can only be looked at again and again.</summary>
internal static class Until
{
    /// <param name="condition">What must come true.</param>
    /// <param name="what">The same in words.</param>
    /// <param name="timeout">How long to wait.</param>
    /// <param name="ct">Ends the wait.</param>
    /// <param name="instead">What can be seen where it has not come true.</param>
    public static async Task TrueAsync(
        Func<Task<bool>> condition, string what, TimeSpan timeout, CancellationToken ct, Func<Task<string>>? instead = null)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(25), TimeProvider.System);
        var startedAt = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            if (TimeProvider.System.GetElapsedTime(startedAt) > timeout)
            {
                var seen = instead is null ? "" : await instead();
                throw new TimeoutException($"Not within {timeout}: {what}. {seen}");
            }

            await timer.WaitForNextTickAsync(ct);
        }
    }

    public static Task TrueAsync(Func<bool> condition, string what, TimeSpan timeout, CancellationToken ct) =>
        TrueAsync(() => Task.FromResult(condition()), what, timeout, ct);
}
