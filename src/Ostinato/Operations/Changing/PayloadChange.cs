using System.Text;
using System.Text.Json;
using Ostinato.Privacy;

namespace Ostinato.Operations;

/// <summary>Turns the payload of a change into what is stored, if the job can have it.</summary>
internal sealed class PayloadChange(JobRegistry registry, JobWriter writer, MemberVault vault)
{
    /// <summary>The bytes to store; null where the payload stays.</summary>
    /// <exception cref="ArgumentException">It is the payload of another job, or would change the unique key.</exception>
    /// <exception cref="JobPayloadException">It cannot be written, cannot be read by the job's type, or is too large.</exception>
    public ReadOnlyMemory<byte>? Of(JobInfo job, JobChanges changes)
    {
        var definition = registry.Find(job.StoredName)?.Definition;
        var bytes = changes.Payload is { } payload ? Written(job, definition, payload)
            : changes.PayloadJson is { } json ? Checked(job, definition, Encoding.UTF8.GetBytes(json))
            : null;
        if (bytes is not null && definition is { Unique: not null })
        {
            RequireSameKey(job, definition, bytes);
        }

        return bytes is null ? default(ReadOnlyMemory<byte>?)
            : definition is null ? bytes
            : writer.Sealed(definition, job.Name, bytes);
    }

    private byte[] Written(JobInfo job, JobDefinition? definition, object payload) =>
        registry.Of(payload) is var given && given != definition
            ? throw new ArgumentException(
                $"Job {job.Id} is a '{job.Name}', and a {payload.GetType().Name} is the payload of '{given.Name}'. Nothing was changed.")
        : given.Version != job.Version
            ? throw new ArgumentException(
                $"Job {job.Id} is stored as {job.StoredName.InWords()}, and this code writes version {given.Version}. Give PayloadJson of "
                + $"version {job.Version}, or cancel the job and enqueue another one. Nothing was changed.")
        : JobWriter.Serialize(given, payload);

    private byte[] Checked(JobInfo job, JobDefinition? definition, byte[] payload)
    {
        writer.RequireSize(job.Name, payload.Length);
        RequireValues(job, definition, payload);
        try
        {
            if (definition is not null)
            {
                definition.Read(job.Version, payload);
            }
            else
            {
                using var document = JsonDocument.Parse(payload);
            }
        }
        catch (Exception error)
        {
            // Constructors and converters of the payload are the user's code and may throw anything.
            var cause = definition is null ? error.Message : PrivateErrors.MessageOf(definition, error);
            var message = $"Job {job.Id} '{job.Name}' cannot have this payload: {cause.TrimEnd('.')}. Nothing was changed.";
            throw definition is { Privacy.Payload: not null }
                ? new JobPayloadException(message)
                : new JobPayloadException(message, error);
        }

        return payload;
    }

    private static void RequireValues(JobInfo job, JobDefinition? definition, byte[] payload)
    {
        var complaint = definition is null || definition.Version != job.Version
            ? Envelope.MayBeIn(job.Payload.Span) ? "members of it are encrypted, and this process does not know which" : null
            : GivenPayload.Complaint(definition, payload, mayEncrypt: true);
        if (complaint is not null)
        {
            throw new JobPayloadException($"Job {job.Id} '{job.Name}' cannot have this payload: {complaint}. Nothing was changed.");
        }
    }

    private void RequireSameKey(JobInfo job, JobDefinition definition, byte[] payload)
    {
        var (before, after) = (KeyOf(job, definition, job.Payload), KeyOf(job, definition, payload));
        if (before is not null && !before.AsSpan().SequenceEqual(after))
        {
            throw new ArgumentException(
                $"The payload would give job {job.Id} '{job.Name}' another unique key. Cancel it, and enqueue one with that payload. "
                + "Nothing was changed.");
        }
    }

    // What cannot be read has no key that could be compared.
    private byte[]? KeyOf(JobInfo job, JobDefinition definition, ReadOnlyMemory<byte> payload)
    {
        try
        {
            var read = vault.Read(definition, job.Name, job.Version, payload);
            return UniqueKey.Of(definition.Name, definition.UniqueKeyOf(read), payload.Span);
        }
        catch (Exception error) when (error is JsonException or UpcastException or JobEncryptionException)
        {
            return null;
        }
    }
}
