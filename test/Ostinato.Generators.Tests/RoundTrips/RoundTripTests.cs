using System.Text.Json;
using Ostinato.Generators.Tests.Support;

namespace Ostinato.Generators.Tests.RoundTrips;

/// <summary>Generated metadata must agree with System.Text.Json's own reader of types, byte for byte.</summary>
public sealed class RoundTripTests
{
    public static TheoryData<int> EveryExample { get; } = [.. Enumerable.Range(0, Examples.All.Count)];

    [Theory]
    [MemberData(nameof(EveryExample))]
    public void A_payload_is_written_as_reflection_would_write_it(int example)
    {
        var payload = Examples.All[example];

        Generated.Write(payload).ShouldBe(Generated.WriteByReflection(payload));
    }

    [Theory]
    [MemberData(nameof(EveryExample))]
    public void A_payload_that_was_written_reads_back_the_same(int example)
    {
        var json = Generated.Write(Examples.All[example]);

        var read = Generated.Read(Examples.All[example].GetType(), json);

        Generated.WriteByReflection(read).ShouldBe(json);
    }

    [Theory]
    [MemberData(nameof(EveryExample))]
    public void A_payload_with_one_property_missing_reads_as_reflection_would_read_it(int example)
    {
        var payload = Examples.All[example];
        var type = payload.GetType();

        foreach (var json in Mutations.WithoutOneProperty(Generated.Write(payload)))
        {
            var expected = Outcome(() => Generated.ReadByReflection(type, json));
            Outcome(() => Generated.Read(type, json)).ShouldBe(expected, json);
        }
    }

    [Theory]
    [MemberData(nameof(EveryExample))]
    public void A_payload_with_one_property_null_reads_as_reflection_would_read_it(int example)
    {
        var payload = Examples.All[example];
        var type = payload.GetType();

        foreach (var json in Mutations.WithOneNull(Generated.Write(payload)))
        {
            var expected = Outcome(() => Generated.ReadByReflection(type, json));
            Outcome(() => Generated.Read(type, json)).ShouldBe(expected, json);
        }
    }

    [Fact]
    public void Every_job_of_this_assembly_has_an_example() =>
        Generated.Definitions.Where(definition => definition.Name.StartsWith("shapes.", StringComparison.Ordinal))
            .Select(definition => definition.PayloadType)
            .Except(Examples.All.Select(example => example.GetType()))
            .ShouldBeEmpty();

    private static string Outcome(Func<object> read)
    {
        try
        {
            return Generated.WriteByReflection(read());
        }
        catch (Exception error) when (error is JsonException or ArgumentException or InvalidOperationException)
        {
            return error.ToString().Split('\n')[0];
        }
    }
}
