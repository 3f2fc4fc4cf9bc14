using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Logging.Abstractions;
using Ostinato.Notes;
using Ostinato.Privacy;
using Ostinato.Tests.Jobs;

namespace Ostinato.Tests.Privacy;

/// <summary>What would be stored in the open is refused before anything is stored.</summary>
public sealed class PrivateCheckpointTests
{
    private const string Complaint =
        "The checkpoint of job 'alpha' (Position) has private members ('card', 'email'), and checkpoints are stored and shown as they "
        + "are. Keep what is private in the payload, and a reference to it in the checkpoint.";

    private static readonly JsonTypeInfo<Position> Json =
        (JsonTypeInfo<Position>)JobJson.Options(new DefaultJsonTypeInfoResolver()).GetTypeInfo(typeof(Position));

    [Fact]
    public void A_payload_that_names_such_a_type_does_not_start()
    {
        var job = new JobDefinition<Alpha>("alpha", HandMade.Json<Alpha>()) { Checkpoint = Json };

        Should.Throw<OstinatoConfigurationException>(
            () => new MemberVault(new JobRegistry([job], [], []), cipher: null, NullLogger.Instance)).Message.ShouldBe(Complaint);
    }

    [Fact]
    public void A_state_whose_metadata_is_given_along_is_not_stored() =>
        Should.Throw<JobCheckpointException>(() => CheckpointText.Write("alpha", new Position(1, "4711", "a@example.com"), Json, limit: 1_000))
            .Message.ShouldBe(Complaint + " Nothing was stored.");

    private sealed record Position(int Row, [Encrypted] string Card, [property: Redacted] string Email);
}
