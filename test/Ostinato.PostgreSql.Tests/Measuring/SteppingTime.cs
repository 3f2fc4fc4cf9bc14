namespace Ostinato.PostgreSql.Tests.Measuring;

/// <summary>Time for what a store remembers, in steps that a test makes; timers run as ever.</summary>
internal sealed class SteppingTime : TimeProvider
{
    private long _now;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Volatile.Read(ref _now);

    public void Step(TimeSpan step) => Interlocked.Add(ref _now, step.Ticks);
}
