namespace Ostinato;

/// <summary>Says how long a failed job waits before its next attempt.</summary>
/// <remarks>
/// Without this attribute the wait is 15 s + 2^attempt s at most a day, with full jitter; see <see cref="Backoff.Default"/>.
/// </remarks>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct, Inherited = false)]
public sealed class RetryAttribute(BackoffShape shape) : Attribute
{
    /// <summary>How the wait grows from attempt to attempt.</summary>
    public BackoffShape Shape { get; } = shape;

    /// <summary>The wait after the first failure, as <c>"hh:mm:ss"</c>. Default 15 s.</summary>
    public string Initial { get; set; } = "00:00:15";

    /// <summary>The longest wait, as <c>"hh:mm:ss"</c> or <c>"d.hh:mm:ss"</c>. Default one day.</summary>
    public string Max { get; set; } = "1.00:00:00";

    /// <summary>
    /// The share of the wait that is spread at random in both directions, 0 to 1. Default 1, full jitter: from nothing to twice the wait.
    /// </summary>
    public double Jitter { get; set; } = 1;
}

/// <summary>How the wait between attempts grows.</summary>
public enum BackoffShape
{
    /// <summary>Initial · 2^(attempt − 1).</summary>
    Exponential,

    /// <summary>Initial · attempt.</summary>
    Linear,

    /// <summary>Always the initial wait.</summary>
    Constant,
}
