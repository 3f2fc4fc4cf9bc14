namespace Ostinato.Execution;

/// <summary>Where the spread of a backoff comes from: a number from 0 (inclusive) to 1. The testing kit holds it still.</summary>
internal sealed record Jitter(Func<double> Next)
{
    public static Jitter Random { get; } = new(System.Random.Shared.NextDouble);
}
