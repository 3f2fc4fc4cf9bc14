namespace Ostinato.Chaos.Worker;

/// <summary>Quick heartbeats, so that a death is noticed within a few seconds, and no poison: the kills are the test's doing.</summary>
public static class ChaosSettings
{
    /// <summary>Applies the settings.</summary>
    public static void Apply(WorkerOptions options)
    {
        options.HeartbeatInterval = TimeSpan.FromMilliseconds(500);
        options.MissedBeats = 4;
        options.PoisonAfter = 1_000;
        options.DrainTimeout = TimeSpan.FromSeconds(5);
    }
}
