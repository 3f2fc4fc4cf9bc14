using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Options;
using Ostinato.Privacy;
using Ostinato.Storage;

namespace Ostinato;

/// <summary>Turns a payload and what the call says into what a store keeps: call over attribute over default.</summary>
internal sealed class JobWriter(
    JobRegistry registry, MemberVault vault, IEnumerable<IEnqueueHook> hooks, IOptions<ClientOptions> clientOptions, TimeProvider time)
{
    private static readonly EnqueueOptions NoOptions = new();

    private readonly IEnqueueHook[] _hooks = [.. hooks];
    private readonly int _maxPayloadBytes = clientOptions.Value.MaxPayloadBytes;

    public NewJob Write(object job, EnqueueOptions? options)
    {
        var definition = registry.Of(job);
        options ??= NoOptions;
        var draft = Draft(definition, job, options);
        var payload = Serialize(definition, job);
        return new NewJob
        {
            Name = definition.StoredAs,
            Queue = JobName.ValidQueue(draft.Queue, $"job '{definition.Name}'"),
            Priority = Priority(draft),
            Payload = Sealed(definition, definition.Name, payload),
            Headers = JobHeadersJson.Write(Headers(definition, draft, options)),
            Due = Due(definition, options),
            Unique = Unique(definition, job, options, payload),
        };
    }

    private JobDraft Draft(JobDefinition definition, object job, EnqueueOptions options)
    {
        var draft = new JobDraft(definition, job, options);
        foreach (var hook in _hooks)
        {
            hook.OnEnqueue(draft);
        }

        return draft;
    }

    /// <summary>The payload before anything of it is encrypted.</summary>
    /// <exception cref="JobPayloadException">It cannot be written.</exception>
    public static byte[] Serialize(JobDefinition definition, object job)
    {
        byte[] payload;
        try
        {
            payload = definition.Serialize(job);
        }
        catch (Exception error)
        {
            // Properties and converters of the payload are the user's code and may throw anything.
            var cause = PrivateErrors.MessageOf(definition, error).TrimEnd('.');
            var message = $"The payload of job '{definition.Name}' cannot be written as JSON: {cause}. Nothing was stored.";
            throw definition.Privacy.Payload is null ? new JobPayloadException(message, error) : new JobPayloadException(message);
        }

        return payload;
    }

    /// <summary>The payload as it is stored.</summary>
    /// <exception cref="JobPayloadException">It cannot be encrypted, or is too large.</exception>
    public ReadOnlyMemory<byte> Sealed(JobDefinition definition, string name, byte[] payload)
    {
        ReadOnlyMemory<byte> stored;
        try
        {
            stored = vault.Seal(definition, name, payload);
        }
        catch (Exception error)
        {
            // A key ring of the application may throw anything.
            throw new JobPayloadException(
                $"The payload of job '{name}' cannot be encrypted: {error.Message.TrimEnd('.')}. Nothing was stored.", error);
        }

        RequireSize(name, stored.Length);
        return stored;
    }

    /// <summary>Refuses what is too large.</summary>
    public void RequireSize(string name, int bytes)
    {
        if (bytes > _maxPayloadBytes)
        {
            throw new JobPayloadException(string.Create(
                CultureInfo.InvariantCulture,
                $"The payload of job '{name}' has {bytes:N0} bytes; the limit is {_maxPayloadBytes:N0} "
                + $"(Ostinato:Client:MaxPayloadBytes). Nothing was stored. Keep large data elsewhere and enqueue where to find it."));
        }
    }

    private static int Priority(JobDraft draft) =>
        draft.Priority is >= JobDefaults.FirstPriority and <= JobDefaults.LastPriority
            ? draft.Priority
            : throw new ArgumentOutOfRangeException(
                nameof(draft),
                draft.Priority,
                $"The priority of job '{draft.Name}' must be {JobDefaults.FirstPriority} (first) to {JobDefaults.LastPriority} (last).");

    private JobHeaders Headers(JobDefinition definition, JobDraft draft, EnqueueOptions options)
    {
        Check(definition, options);
        var trace = Activity.Current is { IdFormat: ActivityIdFormat.W3C } current ? current : null;
        var deadline = Deadline.Of(definition, options, time.GetUtcNow());
        var redacted = definition.Privacy.RedactedNames;
        var hasMore = draft.Tags.Count > 0 || draft.Metadata.Count > 0 || trace is not null || deadline is not null || redacted.Count > 0;
        return !hasMore && options is { MaxAttempts: null, Timeout: null }
            ? JobHeaders.Empty
            : new JobHeaders
            {
                Tags = JobTags.Normalize(draft.Tags, definition.Name),
                Metadata = draft.Metadata,
                TraceParent = trace?.Id,
                TraceState = trace?.TraceStateString,
                MaxAttempts = options.MaxAttempts,
                Timeout = options.Timeout,
                Deadline = deadline,
                Redacted = redacted,
            };
    }

    private static void Check(JobDefinition definition, EnqueueOptions options)
    {
        if (options.MaxAttempts is < 1)
        {
            throw new ArgumentOutOfRangeException(
                nameof(options), options.MaxAttempts, $"MaxAttempts of job '{definition.Name}' must be at least 1.");
        }

        if (options.Timeout is { } timeout && !JobDefinitionRules.IsTimeout(timeout))
        {
            var range = $"{JobDefinitionRules.ShortestTimeout} to {JobDefinitionRules.LongestTimeout}";
            throw new ArgumentOutOfRangeException(nameof(options), timeout, $"The timeout of job '{definition.Name}' must be {range}.");
        }
    }

    private static DueTime Due(JobDefinition definition, EnqueueOptions options) =>
        options is { RunAt: not null, Delay: not null }
            ? throw new ArgumentException($"Job '{definition.Name}' has both RunAt and Delay. Give one.", nameof(options))
            : new DueTime(options.RunAt, options.Delay);

    private static UniqueClaim? Unique(JobDefinition definition, object job, EnqueueOptions options, ReadOnlySpan<byte> payload)
    {
        if ((definition.Unique ?? (options.UniqueKey is null ? null : new UniqueRule())) is not { } rule)
        {
            return options.Replace is null ? null : throw new ArgumentException(
                $"Job '{definition.Name}' is to replace another one, and is not unique: mark {definition.PayloadType.Name} with [Unique], "
                + "or give a UniqueKey. Nothing was stored.",
                nameof(options));
        }

        var key = UniqueKey.Of(definition.Name, options.UniqueKey ?? definition.UniqueKeyOf(job), payload);
        return new UniqueClaim(key, rule.While, rule.For) { Replace = options.Replace ?? rule.Replace };
    }
}
