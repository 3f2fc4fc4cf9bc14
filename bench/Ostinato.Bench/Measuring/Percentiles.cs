namespace Ostinato.Bench.Measuring;

/// <summary>The spread of a set of durations, in milliseconds.</summary>
internal static class Percentiles
{
    public static Figure WithSpread(this Figure figure, IEnumerable<double> milliseconds)
    {
        double[] sorted = [.. milliseconds.Order()];
        return figure
            .With("p50_ms", At(sorted, 0.50))
            .With("p95_ms", At(sorted, 0.95))
            .With("p99_ms", At(sorted, 0.99))
            .With("max_ms", At(sorted, 1));
    }

    /// <summary>The smallest duration that is at least as long as that share of all.</summary>
    public static double Of(IEnumerable<double> milliseconds, double share) => At([.. milliseconds.Order()], share);

    // The nearest rank: the smallest value that is at least as large as that share of all values.
    private static double At(double[] sorted, double share) =>
        sorted.Length == 0 ? double.NaN : sorted[Math.Clamp((int)Math.Ceiling(share * sorted.Length) - 1, 0, sorted.Length - 1)];
}
