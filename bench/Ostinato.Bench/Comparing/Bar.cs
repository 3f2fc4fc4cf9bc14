namespace Ostinato.Bench.Comparing;

/// <summary>What was wanted of a figure, and what was measured. What could not be measured is not met.</summary>
internal sealed record Bar(string Name, string Relation, double Wanted, double Measured, bool IsMet)
{
    public static Bar AtLeast(string name, double wanted, double measured) => new(name, ">=", wanted, measured, measured >= wanted);

    public static Bar AtMost(string name, double wanted, double measured) => new(name, "<=", wanted, measured, measured <= wanted);
}
