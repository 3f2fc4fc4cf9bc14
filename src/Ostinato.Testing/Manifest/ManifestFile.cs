namespace Ostinato.Testing;

/// <summary>The file of a manifest: compared, and renewed where that is wished.</summary>
internal static class ManifestFile
{
    public static async Task VerifyAsync(IReadOnlyList<JobDefinition> jobs, string path, Renewal renewal, CancellationToken ct)
    {
        var stored = await ReadAsync(path, ct).ConfigureAwait(false);
        if (stored is null && renewal is Renewal.None)
        {
            throw Missing(path);
        }

        var report = ManifestComparison.Compare(stored ?? [], jobs);
        if (!report.IsCompatible && renewal is not Renewal.All)
        {
            throw new JobAssertionException(Harm(report, path));
        }

        if (report.Changes.Count == 0)
        {
            return;
        }

        if (renewal is Renewal.None)
        {
            throw new JobAssertionException(Stale(report, path));
        }

        await WriteAsync(path, jobs, stored ?? [], ct).ConfigureAwait(false);
    }

    public static async Task<IReadOnlyList<ManifestJob>?> ReadAsync(string path, CancellationToken ct)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            return ManifestText.Read(await File.ReadAllTextAsync(path, ct).ConfigureAwait(false));
        }
        catch (FormatException error)
        {
            throw new JobAssertionException(
                $"{path} is no manifest of jobs: {error.Message}. Restore it from version control, or remove it and write it anew with "
                + $"{RenewalRequest.Variable}=1.");
        }
    }

    public static JobAssertionException Missing(string path) => new(
        $"There is no manifest of jobs at {path}. Run the test once with {RenewalRequest.Variable}=1, and commit the file.");

    private static Task WriteAsync(
        string path, IReadOnlyList<JobDefinition> jobs, IReadOnlyList<ManifestJob> stored, CancellationToken ct)
    {
        var renewed = jobs.Select(job => JobsOfCode.Describe(job, stored.FirstOrDefault(known => job.Names.Contains(known.Name))));
        return File.WriteAllTextAsync(path, ManifestText.Write(renewed), ct);
    }

    private static string Harm(ManifestReport report, string path) =>
        $"This code cannot run all jobs that are stored as {Path.GetFileName(path)} has them.{report}{Environment.NewLine}"
        + $"Where no such job is stored anywhere, {RenewalRequest.Variable}=all renews the manifest all the same.";

    private static string Stale(ManifestReport report, string path) =>
        $"{Path.GetFileName(path)} does not know of changes that harm no stored job.{report}{Environment.NewLine}"
        + $"Run the test with {RenewalRequest.Variable}=1, and commit the file.";
}
