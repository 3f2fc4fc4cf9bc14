using System.Runtime.CompilerServices;

namespace Ostinato.Testing;

/// <summary>
/// A file beside the code that says how the payloads, results and checkpoints of all jobs are stored, and a test that fails when code
/// could not read any more what is stored like that.
/// </summary>
/// <remarks>
/// Commit the file. <c>OSTINATO_UPDATE_MANIFEST=1</c> in the environment of the test writes it, and renews it after changes that harm
/// nothing; <c>OSTINATO_UPDATE_MANIFEST=all</c> renews it after any. On a build server (<c>CI</c> is set) both fail.
/// </remarks>
public static class JobManifest
{
    /// <summary>Compares the jobs of an application with the manifest.</summary>
    /// <param name="configure">What the application passes to <c>AddOstinato</c>; only its jobs matter.</param>
    /// <param name="path">The file; where it is no full path, from the folder of the source file that calls.</param>
    /// <param name="ct">Gives it up.</param>
    /// <param name="caller">The source file that calls; leave it to the compiler.</param>
    /// <exception cref="JobAssertionException">
    /// A change does harm; or the manifest is missing, damaged, or does not know of a change that does none. The message says which job and
    /// member, and what to do.
    /// </exception>
    /// <exception cref="OstinatoConfigurationException">The set-up is wrong, as it would be in the application.</exception>
    public static Task VerifyAsync(
        Action<OstinatoBuilder> configure, string path, CancellationToken ct = default, [CallerFilePath] string caller = "")
    {
        ArgumentNullException.ThrowIfNull(configure);
        ArgumentException.ThrowIfNullOrEmpty(path);
        return VerifyAsync(JobsOfCode.In(configure), ManifestPath.Find(path, caller, AppContext.BaseDirectory), ct);
    }

    /// <summary>Compares the jobs of an application under test with the manifest.</summary>
    /// <param name="services">The services of the application.</param>
    /// <param name="path">The file; where it is no full path, from the folder of the source file that calls.</param>
    /// <param name="ct">Gives it up.</param>
    /// <param name="caller">The source file that calls; leave it to the compiler.</param>
    /// <exception cref="JobAssertionException">As with the other overload.</exception>
    public static Task VerifyAsync(
        IServiceProvider services, string path, CancellationToken ct = default, [CallerFilePath] string caller = "")
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentException.ThrowIfNullOrEmpty(path);
        return VerifyAsync(JobsOfCode.In(services), ManifestPath.Find(path, caller, AppContext.BaseDirectory), ct);
    }

    /// <summary>Says how the jobs of an application differ from the manifest, and judges and writes nothing.</summary>
    /// <param name="configure">What the application passes to <c>AddOstinato</c>; only its jobs matter.</param>
    /// <param name="path">The file; where it is no full path, from the folder of the source file that calls.</param>
    /// <param name="ct">Gives it up.</param>
    /// <param name="caller">The source file that calls; leave it to the compiler.</param>
    /// <exception cref="JobAssertionException">The manifest is missing or damaged.</exception>
    public static async Task<ManifestReport> CompareAsync(
        Action<OstinatoBuilder> configure, string path, CancellationToken ct = default, [CallerFilePath] string caller = "")
    {
        ArgumentNullException.ThrowIfNull(configure);
        ArgumentException.ThrowIfNullOrEmpty(path);
        var file = ManifestPath.Find(path, caller, AppContext.BaseDirectory);
        return ManifestComparison.Compare(
            await ManifestFile.ReadAsync(file, ct).ConfigureAwait(false) ?? throw ManifestFile.Missing(file), JobsOfCode.In(configure));
    }

    private static Task VerifyAsync(IReadOnlyList<JobDefinition> jobs, string path, CancellationToken ct) =>
        ManifestFile.VerifyAsync(jobs, path, RenewalRequest.In(Environment.GetEnvironmentVariable), ct);
}
