using System.Text.Json;
using Ostinato.Execution;

namespace Ostinato.Privacy;

/// <summary>
/// What may be told of an error in reading or writing a payload. Converters and constructors quote values; where some are private, only the
/// type of the error and the place are told.
/// </summary>
internal static class PrivateErrors
{
    public static string MessageOf(JobDefinition job, Exception error) => (error, job.Privacy.Payload) switch
    {
        (JobEncryptionException, _) or (_, null) => ErrorText.MessageOf(error),
        (JsonException { Path: { } path }, var members) => $"{error.GetType().Name} at {Cut(path, members)}",
        (UpcastException { InnerException: JsonException { Path: { } path } }, var members) =>
            $"what the upcasters made of it is no payload ({nameof(JsonException)} at {Cut(path, members)})",
        (UpcastException { InnerException: { } cause }, _) => $"an upcaster failed with {cause.GetType().Name}",
        _ => error.GetType().Name,
    };

    // What is inside of a private member may be named after its values.
    private static string Cut(string path, PrivateMembers members)
    {
        foreach (var name in members.NamesOf(Secrecy.Encrypted).Concat(members.NamesOf(Secrecy.Redacted)))
        {
            var at = path.IndexOf(name, StringComparison.OrdinalIgnoreCase);
            path = at < 0 ? path : path[..(at + name.Length)];
        }

        return path;
    }
}
