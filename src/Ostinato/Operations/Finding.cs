namespace Ostinato;

/// <summary>Something that is not as it should be, or will not stay so.</summary>
/// <param name="Code">A short name that stays the same, such as <c>queue-without-process</c>.</param>
/// <param name="Severity">How urgent it is.</param>
/// <param name="Text">What is wrong, and where.</param>
/// <param name="Remedy">What to do.</param>
public sealed record Finding(string Code, FindingSeverity Severity, string Text, string Remedy);

/// <summary>How urgent a finding is.</summary>
public enum FindingSeverity
{
    /// <summary>Worth knowing.</summary>
    Information,

    /// <summary>Work is slower or later than it could be, or will be.</summary>
    Warning,

    /// <summary>Work stands still, or may be lost.</summary>
    Critical,
}
