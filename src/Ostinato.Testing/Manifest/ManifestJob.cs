using System.Text.Json.Nodes;

namespace Ostinato.Testing;

/// <summary>One job in a manifest.</summary>
internal sealed record ManifestJob(string Name)
{
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>Every version that may be stored, by its number.</summary>
    public required SortedDictionary<int, ManifestPayload> Versions { get; init; }

    public Contract? Result { get; init; }

    public Contract? Checkpoint { get; init; }

    public int Version => Versions.Keys.Last();
}

/// <summary>How payloads of one version are stored.</summary>
/// <param name="Contract">The members.</param>
/// <param name="Examples">Payloads that were written into the file by hand; none where they are made up.</param>
internal sealed record ManifestPayload(Contract Contract, IReadOnlyList<JsonNode> Examples);
