namespace Ostinato.Tests;

/// <summary>Waits for what must come, however slow the machine is, and says what did not.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(1);

    public static Task TrueAsync(Func<bool> condition, string what, Func<string>? instead = null) =>
        TrueAsync(() => Task.FromResult(condition()), what, instead);

    public static async Task TrueAsync(Func<Task<bool>> condition, string what, Func<string>? instead = null)
    {
        var since = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            if (TimeProvider.System.GetElapsedTime(since) > Patience)
            {
                throw new TimeoutException($"Still not so after {Patience.TotalSeconds} s: {what}. {instead?.Invoke()}");
            }

            await Task.Delay(Glance);
        }
    }

    /// <summary>Waits for a task of the test itself, which must end.</summary>
    public static async Task<T> InTimeAsync<T>(this Task<T> task) => await task.WaitAsync(Patience);

    /// <inheritdoc cref="InTimeAsync{T}"/>
    public static Task InTimeAsync(this Task task) => task.WaitAsync(Patience);
}
