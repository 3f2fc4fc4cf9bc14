using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Ostinato.Hosting;

/// <summary>Which configuration keys set <see cref="JobLogOptions"/>.</summary>
internal static class LogSections
{
    public const string Path = "Ostinato:Logs";

    public static void Read(IConfigurationSection section, JobLogOptions options)
    {
        section.RefuseOtherKeys(
            nameof(JobLogOptions.Level), nameof(JobLogOptions.Kinds), nameof(JobLogOptions.MaxAttemptBytes),
            nameof(JobLogOptions.MaxLineBytes));
        section.Read(nameof(JobLogOptions.Level), (LogLevel value) => options.Level = value);
        section.Read(nameof(JobLogOptions.MaxAttemptBytes), (int value) => options.MaxAttemptBytes = value);
        section.Read(nameof(JobLogOptions.MaxLineBytes), (int value) => options.MaxLineBytes = value);
        var kinds = section.GetSection(nameof(JobLogOptions.Kinds));
        foreach (var kind in kinds.GetChildren())
        {
            var name = ConfigurationReading.NameOf(options.Kinds.Keys, kind.Key);
            kinds.Read(kind.Key, (LogLevel value) => options.Kinds[name] = value);
        }
    }
}

/// <summary>Ranges of <see cref="JobLogOptions"/>, and whether the jobs that it names exist.</summary>
internal sealed class JobLogOptionsValidator(JobRegistry registry) : IValidateOptions<JobLogOptions>
{
    private const int LeastBytes = 16 * 1024;
    private const int MostBytes = 1024 * 1024;

    public ValidateOptionsResult Validate(string? name, JobLogOptions options)
    {
        var findings = new Findings(LogSections.Path);
        foreach (var job in options.Kinds.Keys)
        {
            findings.RequireJob($"{nameof(options.Kinds)}:{job}", job, registry);
        }

        findings.Range(nameof(options.MaxAttemptBytes), options.MaxAttemptBytes, LeastBytes, MostBytes);
        findings.Range(
            nameof(options.MaxLineBytes), options.MaxLineBytes, 256, Math.Clamp(options.MaxAttemptBytes, LeastBytes, MostBytes) / 16);
        return findings.Result;
    }
}
