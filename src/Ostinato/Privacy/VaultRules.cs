using System.Security.Cryptography;

namespace Ostinato.Privacy;

/// <summary>What encrypted members need, checked at the start.</summary>
internal static class VaultRules
{
    private const string Remedy =
        "Set Ostinato:Encryption:Keys:<id> to 32 random bytes in base 64 (openssl rand -base64 32), or say Encryption(…) in AddOstinato(…)";

    /// <returns>The current key; null where nothing is encrypted.</returns>
    /// <exception cref="OstinatoConfigurationException">The message names the job, the member and the remedy.</exception>
    public static string? Check(JobRegistry registry, IMemberCipher? cipher)
    {
        RefusePrivateCheckpoints(registry);
        JobDefinition? first = null;
        foreach (var job in registry.All.Select(job => job.Definition).Where(job => job.Privacy.HoldsEncrypted))
        {
            RequireKey(job, cipher);
            RefuseWholePayload(job);
            first ??= job;
        }

        return first is null ? null : Try(first, cipher!);
    }

    private static void RefusePrivateCheckpoints(JobRegistry registry)
    {
        var complaints = registry.All.Select(job => job.Definition)
            .Select(job => job.Checkpoint is { } json ? CheckpointPrivacy.Complaint(job.Name, json) : null);
        if (complaints.FirstOrDefault(complaint => complaint is not null) is { } complaint)
        {
            throw new OstinatoConfigurationException(complaint);
        }
    }

    private static void RequireKey(JobDefinition job, IMemberCipher? cipher)
    {
        if (cipher is null)
        {
            throw new OstinatoConfigurationException($"{Subject(job)}, and no key is configured. {Remedy}.");
        }
    }

    // The hash of a whole payload would tell whoever guesses a member that the guess was right.
    private static void RefuseWholePayload(JobDefinition job)
    {
        if (job is { Unique: not null, HasUniqueKey: false, Privacy.Payload.HoldsEncrypted: true })
        {
            throw new OstinatoConfigurationException(
                $"{Subject(job)}, and is unique by its whole payload, of which a hash is stored. Name the members that make it unique: "
                + "[Unique(Key = \"{…}\")].");
        }
    }

    private static string Try(JobDefinition job, IMemberCipher cipher)
    {
        try
        {
            var tried = cipher.Seal("null"u8, SealedIn.Payload(job.Name).Place(""));
            return JobName.IsValid(tried.Key) ? tried.Key : throw new CryptographicException(
                $"'{tried.Key}' is no id of a key: 1 to {JobDefaults.MaxNameLength} characters of a-z A-Z 0-9 . _ : -");
        }
        catch (Exception error)
        {
            // Whatever a key ring of the application throws: nothing could be enqueued.
            throw new OstinatoConfigurationException($"{Subject(job)}, and its key cannot be used: {error.Message}", error);
        }
    }

    private static string Subject(JobDefinition job)
    {
        var members = string.Join(", ", job.Privacy.NamesOf(Secrecy.Encrypted).Select(name => $"'{name}'"));
        return $"Job '{job.Name}' ({job.PayloadType.Name}) has the encrypted member {members}";
    }
}
