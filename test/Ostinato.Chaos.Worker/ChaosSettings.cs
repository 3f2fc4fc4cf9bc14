namespace Ostinato.Chaos.Worker;

/// <summary>Quick heartbeats and short patience, so that a death and a connection that hangs are noticed within a few seconds.</summary>
public static class ChaosSettings
{
    /// <summary>Applies the settings.</summary>
    public static void Apply(WorkerOptions options, WorkerArguments arguments)
    {
        options.PoisonAfter = arguments.PoisonAfter;
        options.DrainTimeout = TimeSpan.FromSeconds(5);
        if (arguments.BeatsQuickly)
        {
            options.HeartbeatInterval = TimeSpan.FromMilliseconds(500);
            options.MissedBeats = 4;
        }
    }

    /// <summary>Applies the settings.</summary>
    public static void Apply(PostgreSqlStoreOptions options) => options.CommandTimeout = TimeSpan.FromSeconds(2);
}
