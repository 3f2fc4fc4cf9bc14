using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace Ostinato.Privacy;

/// <summary>Encrypts, decrypts and hides the private members of payloads and results. Kinds of jobs without any cost nothing.</summary>
internal sealed class MemberVault
{
    private static readonly byte[] Unreadable = "\"[unreadable]\""u8.ToArray();

    private readonly JobRegistry _registry;
    private readonly IMemberCipher? _cipher;
    private readonly ILogger _logger;
    private readonly string? _currentKey;

    /// <exception cref="OstinatoConfigurationException">A job has encrypted members, and there is no key that works.</exception>
    public MemberVault(JobRegistry registry, IMemberCipher? cipher, ILogger logger)
    {
        (_registry, _cipher, _logger) = (registry, cipher, logger);
        _currentKey = VaultRules.Check(registry, cipher);
    }

    /// <summary>Logs under which key values are encrypted, where there are any.</summary>
    public void Tell()
    {
        if (_currentKey is not null)
        {
            PrivacyLog.Encrypts(_logger, _currentKey);
        }
    }

    /// <summary>The payload as it is stored.</summary>
    /// <exception cref="JobEncryptionException">There is no key, or a part of the payload looks as if it were encrypted.</exception>
    public ReadOnlyMemory<byte> Seal(JobDefinition job, string name, ReadOnlyMemory<byte> payload) =>
        Seal(job.Privacy.Payload, payload, SealedIn.Payload(name));

    /// <summary>The result as it is stored.</summary>
    /// <exception cref="JobEncryptionException">There is no key, or a part of the result looks as if it were encrypted.</exception>
    public ReadOnlyMemory<byte> SealResult(JobDefinition job, string name, ReadOnlyMemory<byte> result) =>
        Seal(job.Privacy.Result, result, SealedIn.Result(name));

    /// <summary>Reads a stored payload.</summary>
    /// <param name="job">Its kind.</param>
    /// <param name="name">The name under which it is stored, without its version.</param>
    /// <param name="version">The version in which it is stored.</param>
    /// <param name="payload">What is stored.</param>
    /// <exception cref="JobEncryptionException">A key is missing, or what is encrypted was changed.</exception>
    public object Read(JobDefinition job, string name, int version, ReadOnlyMemory<byte> payload)
    {
        if (job.Privacy.Payload is { HoldsEncrypted: true } || version != job.Version)
        {
            return job.Read(version, Open(payload, SealedIn.Payload(name)).Span);
        }

        try
        {
            return job.Deserialize(payload.Span);
        }
        catch (Exception) when (Envelope.MayBeIn(payload.Span))
        {
            // A member was encrypted when this was stored, and is not any more.
            return job.Deserialize(Open(payload, SealedIn.Payload(name)).Span);
        }
    }

    /// <summary>The result as it was before it was stored.</summary>
    /// <exception cref="JobEncryptionException">A key is missing, or what is encrypted was changed.</exception>
    public ReadOnlyMemory<byte> OpenResult(JobDefinition job, string name, ReadOnlyMemory<byte> result) =>
        job.Privacy.Result is { HoldsEncrypted: true } ? Open(result, SealedIn.Result(name)) : result;

    /// <summary>The job as it may be shown to people.</summary>
    public JobInfo Show(JobInfo job)
    {
        var privacy = PrivacyOf(job.Name);
        var names = NamesOf(job);
        var payload = Hide(privacy?.Payload, names, job.Payload, showsEnvelopes: false);
        var result = job.Result is { } stored
            ? Hide(privacy?.Result, names, stored, showsEnvelopes: false)
            : default(ReadOnlyMemory<byte>?);
        return payload.Equals(job.Payload) && result.Equals(job.Result) ? job : job with { Payload = payload, Result = result };
    }

    /// <summary>The part of a payload by which its job may be found.</summary>
    public ReadOnlyMemory<byte> Searchable(JobInfo job) =>
        Hide(PrivacyOf(job.Name)?.Payload, NamesOf(job), job.Payload, showsEnvelopes: true);

    /// <summary>The schedule as it may be shown to people.</summary>
    public ScheduleDefinition Show(ScheduleDefinition schedule)
    {
        var payload = Encoding.UTF8.GetBytes(schedule.Payload);
        var members = PrivacyOf(schedule.Job)?.Payload;
        var shown = Hide(members, members is null ? schedule.RedactedNames : [], payload, showsEnvelopes: false);
        return shown.Equals(payload) ? schedule : schedule with { Payload = Encoding.UTF8.GetString(shown.Span) };
    }

    private JobPrivacy? PrivacyOf(string name) => _registry.Find(name)?.Definition.Privacy;

    // What the code knows it knows by its place; a name alone hides more. A later version may know of more names.
    private IReadOnlyList<string> NamesOf(JobInfo job)
    {
        var names = job.RedactedNames;
        return names.Count == 0 || (PrivacyOf(job.Name) is { } known && names.All(known.RedactedNames.Contains)) ? [] : names;
    }

    private static ReadOnlyMemory<byte> Hide(
        PrivateMembers? members, IReadOnlyList<string> names, ReadOnlyMemory<byte> json, bool showsEnvelopes)
    {
        if (members is null && names.Count == 0 && (showsEnvelopes || !Envelope.MayBeIn(json.Span)))
        {
            return json;
        }

        try
        {
            return MemberWalk.Rewrite(json, members, new HideRule(names, showsEnvelopes));
        }
        catch (JsonException)
        {
            // Where nobody can tell what is private, nothing is shown.
            return Unreadable;
        }
    }

    private ReadOnlyMemory<byte> Seal(PrivateMembers? members, ReadOnlyMemory<byte> json, SealedIn where) =>
        members is { HoldsEncrypted: true }
            ? MemberWalk.Rewrite(json, members, new SealRule(_cipher, where, Envelope.MayBeIn(json.Span)))
            : json;

    private ReadOnlyMemory<byte> Open(ReadOnlyMemory<byte> json, SealedIn where) =>
        Envelope.MayBeIn(json.Span) ? MemberWalk.Rewrite(json, members: null, new OpenRule(_cipher, where)) : json;
}
