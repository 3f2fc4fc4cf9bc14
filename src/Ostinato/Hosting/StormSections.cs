using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Ostinato.Hosting;

/// <summary>Which configuration keys set <see cref="StormOptions"/>.</summary>
internal static class StormSections
{
    public const string Path = "Ostinato:Storms";

    public static void Read(IConfigurationSection section, StormOptions options)
    {
        section.RefuseOtherKeys(nameof(StormOptions.Breakers), nameof(StormOptions.RetriesPerSecond));
        foreach (var breaker in section.GetSection(nameof(StormOptions.Breakers)).GetChildren())
        {
            ReadBreaker(breaker, options);
        }

        var rates = section.GetSection(nameof(StormOptions.RetriesPerSecond));
        foreach (var rate in rates.GetChildren())
        {
            var name = ConfigurationReading.NameOf(options.RetriesPerSecond.Keys, rate.Key);
            rates.Read(rate.Key, (double value) => options.RetriesPerSecond[name] = value);
        }
    }

    private static void ReadBreaker(IConfigurationSection section, StormOptions options)
    {
        section.RefuseOtherKeys(
            nameof(BreakerOptions.Failures), nameof(BreakerOptions.Within), nameof(BreakerOptions.OpenFor),
            nameof(BreakerOptions.LongestOpenFor), nameof(BreakerOptions.Probes));
        var name = ConfigurationReading.NameOf(options.Breakers.Keys, section.Key);
        if (!options.Breakers.TryGetValue(name, out var breaker))
        {
            options.Breakers[name] = breaker = new BreakerOptions();
        }

        section.Read(nameof(BreakerOptions.Failures), (int value) => breaker.Failures = value);
        section.Read(nameof(BreakerOptions.Within), (TimeSpan value) => breaker.Within = value);
        section.Read(nameof(BreakerOptions.OpenFor), (TimeSpan value) => breaker.OpenFor = value);
        section.Read(nameof(BreakerOptions.LongestOpenFor), (TimeSpan value) => breaker.LongestOpenFor = value);
        section.Read(nameof(BreakerOptions.Probes), (int value) => breaker.Probes = value);
    }
}

/// <summary>Ranges of <see cref="StormOptions"/>, and whether the jobs that it names exist.</summary>
internal sealed class StormOptionsValidator(JobRegistry registry) : IValidateOptions<StormOptions>
{
    public ValidateOptionsResult Validate(string? name, StormOptions options)
    {
        var findings = new Findings(StormSections.Path);
        foreach (var (job, breaker) in options.Breakers)
        {
            var path = $"{nameof(options.Breakers)}:{job}";
            findings.RequireJob(path, job, registry);
            findings.Range($"{path}:{nameof(breaker.Failures)}", breaker.Failures, 1, 1_000_000);
            findings.Range($"{path}:{nameof(breaker.Within)}", breaker.Within, TimeSpan.FromSeconds(10), TimeSpan.FromHours(1));
            findings.Range($"{path}:{nameof(breaker.OpenFor)}", breaker.OpenFor, TimeSpan.FromSeconds(1), TimeSpan.FromDays(1));
            findings.Range($"{path}:{nameof(breaker.LongestOpenFor)}", breaker.LongestOpenFor, breaker.OpenFor, TimeSpan.FromDays(7));
            findings.Range($"{path}:{nameof(breaker.Probes)}", breaker.Probes, 1, 100);
        }

        foreach (var (job, perSecond) in options.RetriesPerSecond)
        {
            var path = $"{nameof(options.RetriesPerSecond)}:{job}";
            findings.RequireJob(path, job, registry);
            findings.Range(path, perSecond, 0.001, 1_000_000);
        }

        return findings.Result;
    }
}
