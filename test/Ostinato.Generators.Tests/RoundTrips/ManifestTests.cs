using System.Text;
using Ostinato.Generators.Tests.Support;
using Ostinato.Testing;

namespace Ostinato.Generators.Tests.RoundTrips;

/// <summary>A manifest tells the same of a payload however it is registered, and the truth.</summary>
public sealed class ManifestTests
{
    public static TheoryData<Type> EveryPayload { get; } =
        [.. Generated.Definitions.Where(job => job.Name.StartsWith("shapes.", StringComparison.Ordinal)).Select(job => job.PayloadType)];

    // Of a type parameter that is a class, reflection knows that it is not null; generated metadata lets null be.
    public static TheoryData<Type> AlikeByReflection { get; } = [.. EveryPayload.Where(row => row.Data != typeof(Generic)).Select(row => row.Data)];

    [Theory]
    [MemberData(nameof(AlikeByReflection))]
    public void Generated_metadata_has_the_shape_that_reflection_finds(Type payload) =>
        Text(Generated.Of(payload)).ShouldBe(Text(ByHand.Define(payload)));

    [Theory]
    [MemberData(nameof(EveryPayload))]
    public void What_a_manifest_makes_up_can_be_read(Type payload)
    {
        var (job, contract) = (Generated.Of(payload), ShapeReader.Read(Generated.Of(payload).Json));

        var examples = Example.Stored(contract, contract.Root).ToList();

        examples.Count.ShouldBe(payload == typeof(Converters) ? 0 : 2);
        examples.ForEach(example => job.Read(job.Version, Encoding.UTF8.GetBytes(example.ToJsonString())).ShouldBeOfType(payload));
    }

    [Theory]
    [MemberData(nameof(EveryPayload))]
    public void What_is_written_and_read_has_the_same_shape(Type payload)
    {
        var job = JobsOfCode.Describe(Generated.Of(payload), null);
        var written = ManifestText.Write([job]);

        ManifestText.Write(ManifestText.Read(written)).ShouldBe(written);
        ManifestComparison.Compare(ManifestText.Read(written), [Generated.Of(payload)]).Changes.ShouldBeEmpty();
    }

    private static string Text(JobDefinition job) => ManifestText.Write([JobsOfCode.Describe(job, null)]);
}
