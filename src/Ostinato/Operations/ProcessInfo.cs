using Ostinato.Storage;

namespace Ostinato;

/// <summary>What is known of one registered process.</summary>
/// <param name="Process">Its number and epoch.</param>
/// <param name="Description">What it serves.</param>
/// <param name="StartedAt">When it joined, by the store's clock.</param>
/// <param name="LastBeatAt">When it last showed life, by the store's clock.</param>
public sealed record ProcessInfo(
    ProcessIdentity Process, ProcessDescription Description, DateTimeOffset StartedAt, DateTimeOffset LastBeatAt);
