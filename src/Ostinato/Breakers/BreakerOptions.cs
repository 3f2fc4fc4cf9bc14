namespace Ostinato;

/// <summary>When the breaker of one kind of job opens, and for how long.</summary>
public sealed class BreakerOptions
{
    /// <summary>How many attempts must have failed, and none succeeded, in all processes together. Default 20, 1 to 1,000,000.</summary>
    public int Failures { get; set; } = 20;

    /// <summary>Within which time. Default 1 min, 10 s to 1 h.</summary>
    public TimeSpan Within { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How long jobs are held back at first; twice as long whenever a probe fails. Default 30 s, 1 s to 1 day.</summary>
    public TimeSpan OpenFor { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long they are held back at the most until the next probe. Default 10 min, <see cref="OpenFor"/> to 7 days.</summary>
    public TimeSpan LongestOpenFor { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>How many jobs at a time try whether it works again, in all processes together. Default 1, 1 to 100.</summary>
    public int Probes { get; set; } = 1;
}
