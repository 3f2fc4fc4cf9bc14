namespace Ostinato.Generators;

/// <summary>All that is emitted for an assembly depends on this and on nothing else.</summary>
/// <param name="Name">The name of the assembly's jobs for other assemblies, such as <c>BillingJobs</c>.</param>
internal sealed record AssemblyModel(string Name, EquatableArray<JobModel> Jobs, EquatableArray<HandlerModel> Handlers)
{
    /// <summary>Every type that needs JSON metadata, once, in a stable order.</summary>
    public EquatableArray<JsonTypeModel> JsonTypes { get; } = Jobs
        .SelectMany(job => job.JsonTypes.Concat(job.Result?.JsonTypes ?? []).Concat(job.Checkpoint?.JsonTypes ?? []))
        .Concat(Handlers.SelectMany(handler => handler.Handled).SelectMany(handled => handled.Result?.JsonTypes ?? []))
        .GroupBy(type => type.Type, StringComparer.Ordinal)
        .Select(group => group.First())
        .OrderBy(type => type.Type, StringComparer.Ordinal)
        .ToEquatableArray();

    public static AssemblyModel Of(string assemblyName, IEnumerable<JobModel> jobs, IEnumerable<HandlerModel> handlers) => new(
        NameOf(assemblyName),
        jobs.OrderBy(job => job.WireName, StringComparer.Ordinal).ThenBy(job => job.Type, StringComparer.Ordinal).ToEquatableArray(),
        handlers
            .GroupBy(handler => handler.Type, StringComparer.Ordinal)
            .Select(parts => parts.First())
            .OrderBy(handler => handler.Type, StringComparer.Ordinal)
            .ToEquatableArray());

    /// <summary>What the definition of a job says of its result: the payload's own word, or else its handler's.</summary>
    public ResultModel? ResultOf(JobModel job) => job.Result ?? Handlers
        .SelectMany(handler => handler.Handled)
        .FirstOrDefault(handled => handled.Payload == job.Type && handled.Result is not null)?.Result;

    /// <summary>What follows "Add" and "Generated": <c>Contoso.Billing-Jobs</c> gives <c>ContosoBillingJobs</c>.</summary>
    /// <remarks>Never just "Jobs": that is the name for use inside the assembly.</remarks>
    private static string NameOf(string assemblyName)
    {
        var separators = assemblyName.Where(c => !char.IsLetterOrDigit(c) && c != '_').Distinct().ToArray();
        var words = assemblyName.Split(separators, StringSplitOptions.RemoveEmptyEntries);
        var name = string.Concat(words.Select(word => char.ToUpperInvariant(word[0]) + word.Substring(1)));
        name = name.Length == 0 ? "Assembly" : name;
        return name.Length > 4 && name.EndsWith("Jobs", StringComparison.Ordinal) ? name : name + "Jobs";
    }
}
