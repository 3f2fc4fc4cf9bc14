using System.Diagnostics;

namespace Signup.Tests;

/// <summary>Waits for a condition. The limit is generous: it is only reached when the test fails.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    public static async Task TrueAsync(string expectation, Func<Task<bool>> condition, TimeSpan? within = null)
    {
        var limit = within ?? TimeSpan.FromSeconds(60);
        var startedAt = Stopwatch.GetTimestamp();
        while (!await condition())
        {
            if (Stopwatch.GetElapsedTime(startedAt) > limit)
            {
                throw new TimeoutException($"After {limit} it is still not true that {expectation}.");
            }

            await Task.Delay(Pause);
        }
    }
}
