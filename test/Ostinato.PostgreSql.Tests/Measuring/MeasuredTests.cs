namespace Ostinato.PostgreSql.Tests.Measuring;

/// <summary>One after the other: what one of them does must not be counted by another.</summary>
[CollectionDefinition(Name)]
public sealed class MeasuredTests
{
    public const string Name = "measured";
}
