namespace Ostinato;

/// <summary>What holds for every enqueue. Configuration section: <c>Ostinato:Client</c>.</summary>
public sealed class ClientOptions
{
    /// <summary>The largest payload in bytes. Default 1 MiB, 1 KiB to 256 MiB.</summary>
    public int MaxPayloadBytes { get; set; } = 1024 * 1024;
}
