namespace Ostinato;

/// <summary>What a definition may say of versions: a number, and an unbroken chain of upcasters up to it.</summary>
internal static class VersionRules
{
    /// <summary>What is wrong, or null.</summary>
    public static string? Complaint(JobDefinition definition)
    {
        var (version, oldest) = (definition.Version, definition.OldestVersion);
        if (version is < 1 or > JobDefaults.MaxVersion)
        {
            return $"the version {version}; it must be 1 to {JobDefaults.MaxVersion}.";
        }

        if (oldest < 1 || oldest > version)
        {
            return $"the oldest version {oldest}; it must be 1 to its version, which is {version}.";
        }

        for (var from = oldest; from < version; from++)
        {
            if (!definition.Upcasters.Any(upcaster => upcaster.Version == from))
            {
                return $"version {version} and no upcaster from version {from}. Mark a method of the payload with [UpcastFrom({from})], "
                    + $"or give the definition a JobUpcaster.From({from}, …); where no job of version {from} is left, say "
                    + $"OldestVersion = {from + 1}.";
            }
        }

        return UselessUpcaster(definition);
    }

    private static string? UselessUpcaster(JobDefinition definition)
    {
        foreach (var upcasters in definition.Upcasters.GroupBy(upcaster => upcaster.Version))
        {
            if (upcasters.Key < definition.OldestVersion || upcasters.Key >= definition.Version)
            {
                return $"an upcaster from version {upcasters.Key} ({upcasters.First().Name}) that is never used: it knows versions "
                    + $"{definition.OldestVersion} to {definition.Version}. Correct its Version, or remove the upcaster.";
            }

            if (upcasters.Skip(1).FirstOrDefault() is { } second)
            {
                return $"two upcasters from version {upcasters.Key}, {upcasters.First().Name} and {second.Name}. Keep one.";
            }
        }

        return null;
    }
}
