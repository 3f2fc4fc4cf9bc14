namespace Ostinato;

/// <summary>Who said what a schedule says.</summary>
public enum ScheduleOrigin
{
    /// <summary>The code of a process.</summary>
    Code,

    /// <summary>A person, or a program through <see cref="IScheduleOperations"/>. Code of the same name does not change it.</summary>
    Operator,
}
