namespace Ostinato.Chaos.Worker;

/// <summary>Quick heartbeats, so that a death is noticed within a few seconds.</summary>
public static class ChaosSettings
{
    /// <summary>Applies the settings.</summary>
    public static void Apply(WorkerOptions options, int poisonAfter)
    {
        options.HeartbeatInterval = TimeSpan.FromMilliseconds(500);
        options.MissedBeats = 4;
        options.PoisonAfter = poisonAfter;
        options.DrainTimeout = TimeSpan.FromSeconds(5);
    }
}
