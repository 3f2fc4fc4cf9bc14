namespace Ostinato.Sqlite;

/// <summary>Waits of the dedicated thread for the operating system and other programs, which know nothing of a virtual clock.</summary>
internal static class RealTime
{
    private static readonly ManualResetEvent Never = new(initialState: false);

    public static void Wait(TimeSpan duration) => Never.WaitOne(duration);

    public static long Now() => TimeProvider.System.GetTimestamp();

    public static TimeSpan Since(long timestamp) => TimeProvider.System.GetElapsedTime(timestamp);
}
