using Microsoft.Extensions.Logging;

namespace Ostinato.Privacy;

/// <summary>Log messages of encryption. Event ids 340–344 are stable; see docs/reference/log-events.md.</summary>
internal static partial class PrivacyLog
{
    [LoggerMessage(340, LogLevel.Information, "Encrypted members of payloads and results are written under key {Key}.")]
    public static partial void Encrypts(ILogger logger, string key);
}
