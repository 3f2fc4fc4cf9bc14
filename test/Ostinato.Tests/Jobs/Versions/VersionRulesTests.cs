using System.Text.Json.Nodes;

namespace Ostinato.Tests.Jobs.Versions;

/// <summary>What definitions made by hand may say of versions; the generated ones are checked by the compiler.</summary>
public sealed class VersionRulesTests
{
    [Fact]
    public void A_version_needs_an_upcaster_from_each_one_before() => ComplaintOf(3, 1, From(1)).ShouldBe(
        "Job 'alpha' (Alpha) has version 3 and no upcaster from version 2. Mark a method of the payload with [UpcastFrom(2)], or give the "
        + "definition a JobUpcaster.From(2, …); where no job of version 2 is left, say OldestVersion = 3.");

    [Fact]
    public void Versions_that_are_not_read_any_more_need_none() => ComplaintOf(3, 2, From(2)).ShouldBeNull();

    [Theory]
    [InlineData(0, 1, "the version 0; it must be 1 to 999.")]
    [InlineData(1000, 1, "the version 1000; it must be 1 to 999.")]
    [InlineData(1, 0, "the oldest version 0; it must be 1 to its version, which is 1.")]
    [InlineData(2, 3, "the oldest version 3; it must be 1 to its version, which is 2.")]
    public void Versions_have_a_range(int version, int oldest, string complaint) =>
        ComplaintOf(version, oldest).ShouldBe($"Job 'alpha' (Alpha) has {complaint}");

    [Fact]
    public void An_upcaster_that_leads_nowhere_stops_the_start() => ComplaintOf(1, 1, From(1)).ShouldBe(
        "Job 'alpha' (Alpha) has an upcaster from version 1 (Nothing) that is never used: it knows versions 1 to 1. Correct its Version, or "
        + "remove the upcaster.");

    [Fact]
    public void Two_upcasters_from_one_version_stop_the_start() => ComplaintOf(2, 1, From(1), From(1)).ShouldBe(
        "Job 'alpha' (Alpha) has two upcasters from version 1, Nothing and Nothing. Keep one.");

    [Fact]
    public void Upcasters_are_read_from_the_payload_where_it_is_registered_by_hand()
    {
        var definition = JobAttributes.Define(HandMade.Json<Marked>());

        (definition.Version, definition.OldestVersion).ShouldBe((3, 2));
        definition.Upcasters.Select(upcaster => (upcaster.Version, upcaster.Name)).ShouldBe([(2, "Marked.FromVersion2")]);
        var payload = new JsonObject();
        definition.Upcasters[0].Upcast(payload);
        payload.ToJsonString().ShouldBe("""{"number":7}""");
    }

    [Fact]
    public void A_marked_method_of_the_wrong_shape_stops_the_start() =>
        Should.Throw<OstinatoConfigurationException>(() => JobAttributes.Define(HandMade.Json<Misshapen>())).Message.ShouldBe(
            "Misshapen.FromVersion1 cannot be the upcaster from version 1. "
            + "Write [UpcastFrom(1 to 998)] static void FromVersion1(JsonObject payload).");

    private static JobUpcaster From(int version) => JobUpcaster.From(version, Nothing);

    private static void Nothing(JsonObject payload)
    {
    }

    private static string? ComplaintOf(int version, int oldest, params JobUpcaster[] upcasters)
    {
        var definition = new JobDefinition<Alpha>("alpha", HandMade.Json<Alpha>())
        {
            Version = version,
            OldestVersion = oldest,
            Upcasters = upcasters,
        };
        try
        {
            JobDefinitionRules.Check([definition]);
            return null;
        }
        catch (OstinatoConfigurationException wrong)
        {
            return wrong.Message;
        }
    }

#pragma warning disable OST014 // Registered by hand.
    [Job("marked", Version = 3, OldestVersion = 2)]
    private sealed record Marked(int Number)
    {
        [UpcastFrom(2)]
        public static void FromVersion2(JsonObject payload) => payload["number"] = 7;
    }

    [Job("misshapen", Version = 2)]
    private sealed record Misshapen(int Number)
    {
#pragma warning disable OST017 // The test is about it.
        [UpcastFrom(1)]
        public static int FromVersion1(JsonObject payload) => payload.Count;
#pragma warning restore OST017
    }
#pragma warning restore OST014
}
