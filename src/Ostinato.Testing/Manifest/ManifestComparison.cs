using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace Ostinato.Testing;

/// <summary>Compares the jobs in code with those in a manifest.</summary>
internal sealed class ManifestComparison
{
    private readonly List<ManifestChange> _changes = [];
    private readonly IReadOnlyList<JobDefinition> _code;
    private readonly IReadOnlyList<ManifestJob> _stored;

    private ManifestComparison(IReadOnlyList<ManifestJob> stored, IReadOnlyList<JobDefinition> code) =>
        (_stored, _code) = (stored, code);

    public static ManifestReport Compare(IReadOnlyList<ManifestJob> stored, IReadOnlyList<JobDefinition> code)
    {
        var comparison = new ManifestComparison(stored, code);
        foreach (var job in stored)
        {
            comparison.Compare(job);
        }

        comparison.Added();
        return new ManifestReport(comparison._changes);
    }

    /// <summary>The job that runs what is stored under a name.</summary>
    private static JobDefinition? Find(IReadOnlyList<JobDefinition> code, string name) =>
        code.FirstOrDefault(job => job.Names.Contains(name));

    private void Compare(ManifestJob stored)
    {
        if (Find(_code, stored.Name) is not { } job)
        {
            Gone(stored);
            return;
        }

        if (job.Name != stored.Name)
        {
            Add(stored.Name, "name", $"'{stored.Name}'", $"'{job.Name}'", ManifestVerdict.Compatible, "The name of before is an alias.");
        }

        Aliases(stored, job);
        Versions(stored, job);
        Other(stored.Name, "result", stored.Result, job.Result);
        Other(stored.Name, "checkpoint", stored.Checkpoint, job.Checkpoint);
    }

    private void Added()
    {
        foreach (var job in _code.Where(job => !_stored.Any(stored => Find([job], stored.Name) is not null)))
        {
            Add(job.Name, "name", null, $"'{job.Name}'", ManifestVerdict.Compatible, "It is a new job.");
        }
    }

    private void Gone(ManifestJob stored)
    {
        var members = ShapeText.Members(stored.Versions[stored.Version].Contract);
        var alike = _code.FirstOrDefault(job =>
            _stored.All(known => known.Name != job.Name) && ShapeText.Members(ShapeReader.Read(job.Json)) == members);
        Add(stored.Name, "name", $"'{stored.Name}'", null, ManifestVerdict.Unreadable,
            $"Jobs that are stored as '{stored.Name}' would be set aside: no code knows them.",
            alike is null
                ? $"Bring the job back, or write [JobAlias(\"{stored.Name}\")] on the one that runs them now."
                : $"Write [JobAlias(\"{stored.Name}\")] on {TypeName.Of(alike.PayloadType)}, which has the same members; or bring the "
                    + "job back.");
    }

    private void Aliases(ManifestJob stored, JobDefinition job)
    {
        foreach (var alias in stored.Aliases.Where(alias => Find(_code, alias) is null))
        {
            Add(stored.Name, "name", $"alias '{alias}'", null, ManifestVerdict.Unreadable,
                $"Jobs that are stored as '{alias}' would be set aside: no code knows them.",
                $"Write [JobAlias(\"{alias}\")] on {TypeName.Of(job.PayloadType)} again.");
        }

        foreach (var alias in job.Aliases.Except(stored.Aliases).Where(alias => alias != stored.Name))
        {
            Add(stored.Name, "name", null, $"alias '{alias}'", ManifestVerdict.Compatible, "It reads jobs of one more name.");
        }
    }

    private void Versions(ManifestJob stored, JobDefinition job)
    {
        if (job.Version > stored.Version)
        {
            Add(stored.Name, "version", $"{stored.Version}", $"{job.Version}", ManifestVerdict.Compatible,
                "Payloads of before are upcast. Processes of an older build leave those of the new version to others.");
        }

        foreach (var (version, payload) in stored.Versions)
        {
            if (version > job.Version)
            {
                Add(stored.Name, "version", $"{version}", $"{job.Version}", ManifestVerdict.Unreadable,
                    $"Jobs of version {version} would be set aside: code never runs a payload that is newer than itself.",
                    $"Write Version = {version} again, or more; a step back is a new version, too.");
            }
            else if (version < job.OldestVersion)
            {
                Add(stored.Name, "version", $"{version}", $"{job.OldestVersion} and later", ManifestVerdict.Unreadable,
                    $"Jobs of version {version} would be set aside: they are not read any more.",
                    $"Write OldestVersion = {version} and keep the upcaster from there, until no such job is left.");
            }
            else
            {
                Payload(stored, version, payload, job);
            }
        }
    }

    private void Payload(ManifestJob stored, int version, ManifestPayload payload, JobDefinition job)
    {
        var before = _changes.Count;
        if (version == job.Version)
        {
            Shapes(stored.Name, "payload", payload.Contract, job.Json, change => PayloadRemedy(change, job));
        }

        // What the comparison of the members has told need not be told twice.
        if (version < job.Version || _changes.Skip(before).All(change => change.Verdict is ManifestVerdict.Compatible))
        {
            UpcastTrial.Run(stored.Name, version, payload, job, _changes);
        }
    }

    private void Other(string name, string place, Contract? stored, JsonTypeInfo? code)
    {
        if (stored is null && code is not null)
        {
            Add(name, place, null, ShapeText.Write(ShapeReader.Read(code).Root), ManifestVerdict.Compatible, $"It has a {place} now.");
        }
        else if (stored is not null && code is null)
        {
            Add(name, place, ShapeText.Write(stored.Root), null, ManifestVerdict.LosesData, place == "result"
                ? "Whoever waits for the result of a job gets none."
                : "An attempt that begins again does not know how far the one before was.", "Bring it back.");
        }
        else if (stored is not null && code is not null)
        {
            Shapes(name, place, stored, code, change => OtherRemedy(place, change));
        }
    }

    private void Shapes(string name, string place, Contract stored, JsonTypeInfo json, Func<ShapeChange, string> remedy)
    {
        var code = ShapeReader.Read(json);
        foreach (var change in ShapeComparison.Compare(stored, code, new Trial(json, code)))
        {
            var member = change.Path.ToString();
            _changes.Add(new ManifestChange
            {
                Job = name,
                Place = place,
                Member = member.Length == 0 ? null : member,
                Was = change.Was,
                Is = change.Is,
                Verdict = change.Verdict,
                Why = change.Why,
                Remedy = change.Verdict is ManifestVerdict.Compatible ? null : remedy(change),
            });
        }
    }

    private static string PayloadRemedy(ShapeChange change, JobDefinition job)
    {
        var body = change is { RenamedTo: { } newName, Path.Steps.Length: 1 }
            ? $"payload.Rename(\"{change.Path}\", \"{newName}\")"
            : "…";
        return $"Write Version = {job.Version + 1} and, on {TypeName.Of(job.PayloadType)}, [UpcastFrom({job.Version})] "
            + $"internal static void FromVersion{job.Version}(JsonObject payload) => {body};{(change.Way is { } way ? $" or {way}." : "")}";
    }

    private static string OtherRemedy(string place, ShapeChange change) => (place, change.Way) switch
    {
        ("result", { } way) => $"Results have no versions: {way}.",
        ("result", null) => "Results have no versions: give what has changed a name of its own, with a default.",
        (_, { } way) => $"Checkpoints have no versions: {way}; or catch JobCheckpointException in the handler and begin anew.",
        _ => "Checkpoints have no versions: give what has changed a name of its own, with a default; or catch JobCheckpointException "
            + "in the handler and begin anew.",
    };

    private void Add(string job, string place, string? was, string? isNow, ManifestVerdict verdict, string why, string? remedy = null) =>
        _changes.Add(new ManifestChange { Job = job, Place = place, Was = was, Is = isNow, Verdict = verdict, Why = why, Remedy = remedy });
}

/// <summary>Reads payloads of a version as they could have been stored, through every upcaster.</summary>
internal static class UpcastTrial
{
    public static void Run(string name, int version, ManifestPayload payload, JobDefinition job, List<ManifestChange> changes)
    {
        var isGiven = payload.Examples.Count > 0;
        if (!isGiven && version == job.Version)
        {
            return;
        }

        foreach (var example in isGiven ? payload.Examples : Example.Stored(payload.Contract, payload.Contract.Root))
        {
            if (Complaint(job, version, example) is { } complaint)
            {
                changes.Add(new ManifestChange
                {
                    Job = name,
                    Place = "payload",
                    Was = $"version {version}",
                    Is = $"version {job.Version}",
                    Verdict = ManifestVerdict.Unreadable,
                    Why = $"A payload of version {version} such as {example.ToJsonString()} cannot be read: {complaint}",
                    Remedy = isGiven
                        ? "Mend the upcaster."
                        : "Mend the upcaster; or, where no such payload is ever stored, give one that is, as \"examples\": [ … ] beside "
                            + $"the \"root\" of version {version} in the manifest.",
                });
                return;
            }
        }
    }

    private static string? Complaint(JobDefinition job, int version, JsonNode payload)
    {
        try
        {
            job.Read(version, Encoding.UTF8.GetBytes(payload.ToJsonString()));
            return null;
        }
        catch (Exception error)
        {
            // Upcasters and payloads are the user's code and may throw anything.
            return error is JsonException or UpcastException ? error.Message : $"{error.GetType().Name}: {error.Message}";
        }
    }
}
