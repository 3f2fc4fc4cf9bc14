using Microsoft.Extensions.DependencyInjection;

namespace Ostinato.Testing;

/// <summary>The jobs that an application registers.</summary>
internal static class JobsOfCode
{
    public static IReadOnlyList<JobDefinition> In(Action<OstinatoBuilder> configure)
    {
        var services = new ServiceCollection();
        services.AddOstinato(configure);
        using var provider = services.BuildServiceProvider();
        return In(provider);
    }

    public static IReadOnlyList<JobDefinition> In(IServiceProvider services) =>
    [
        .. services.GetRequiredService<JobRegistry>().All.Select(job => job.Definition).OrderBy(job => job.Name, StringComparer.Ordinal),
    ];

    /// <summary>As a manifest has it; versions before the current one come from the manifest of before.</summary>
    public static ManifestJob Describe(JobDefinition definition, ManifestJob? before)
    {
        var examples = before?.Versions.GetValueOrDefault(definition.Version)?.Examples ?? [];
        var versions = new SortedDictionary<int, ManifestPayload>
        {
            [definition.Version] = new(ShapeReader.Read(definition.Json), examples),
        };
        foreach (var (version, payload) in before?.Versions ?? [])
        {
            if (version >= definition.OldestVersion && version < definition.Version)
            {
                versions[version] = payload;
            }
        }

        return new ManifestJob(definition.Name)
        {
            Aliases = [.. definition.Aliases.Order(StringComparer.Ordinal)],
            Versions = versions,
            Result = definition.Result is { } result ? ShapeReader.Read(result) : null,
            Checkpoint = definition.Checkpoint is { } checkpoint ? ShapeReader.Read(checkpoint) : null,
        };
    }
}
