using Microsoft.Extensions.Options;
using Ostinato.Queues;

namespace Ostinato.Hosting;

/// <summary>Collects what is wrong with a section, so that one start shows every mistake.</summary>
internal sealed class Findings(string section)
{
    private readonly List<string> _failures = [];

    public ValidateOptionsResult Result => _failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(_failures);

    public void Range<T>(string key, T value, T from, T to)
        where T : IComparable<T>
    {
        if (value.CompareTo(from) < 0 || value.CompareTo(to) > 0)
        {
            _failures.Add($"{section}:{key} is {value}; it must be {from} to {to}.");
        }
    }

    public void Add(string failure) => _failures.Add(failure);

    public void RequireJob(string key, string job, JobRegistry registry)
    {
        if (registry.Find(job)?.Definition is not { } definition)
        {
            Add($"{section}:{key} names no job of this process. Correct the wire name, or add the job: AddJobs() of its assembly.");
        }
        else if (definition.Name != job)
        {
            Add($"{section}:{key} is an earlier name of job '{definition.Name}'. Write '{definition.Name}'.");
        }
    }
}

/// <summary>Ranges of <see cref="WorkerOptions"/>, and the drain time against the host's own limit.</summary>
internal sealed class WorkerOptionsValidator(IServiceProvider services) : IValidateOptions<WorkerOptions>
{
    public ValidateOptionsResult Validate(string? name, WorkerOptions options)
    {
        var findings = new Findings(OptionsSections.Worker);
        if (options.Queues.Count == 0)
        {
            findings.Add($"{OptionsSections.Worker}:Queues is empty; a worker needs a queue: AddWorker(w => w.Queue(\"default\", 10)).");
        }

        foreach (var (queue, settings) in options.Queues)
        {
            if (!JobName.IsValid(queue))
            {
                findings.Add(
                    $"{OptionsSections.Worker}:Queues has '{queue}', which is not a queue name: "
                    + "1 to 100 characters of a-z A-Z 0-9 . _ : -");
            }

            findings.Range($"Queues:{queue}:Concurrency", settings.Concurrency, 1, 10_000);
        }

        foreach (var label in options.Labels.Where(label => !QueueSettingsRules.IsLabel(label)))
        {
            findings.Add($"{OptionsSections.Worker}:Labels has '{label}', which is no label. {QueueSettingsRules.LabelRule}");
        }

        findings.Range(nameof(options.DrainTimeout), options.DrainTimeout, TimeSpan.Zero, TimeSpan.FromHours(1));
        findings.Range(nameof(options.AbandonAfter), options.AbandonAfter, TimeSpan.Zero, TimeSpan.FromMinutes(10));
        findings.Range(
            nameof(options.HeartbeatInterval), options.HeartbeatInterval, TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(10));
        findings.Range(nameof(options.MissedBeats), options.MissedBeats, 2, 100);
        findings.Range(nameof(options.PoisonAfter), options.PoisonAfter, 1, 1_000);
        findings.Range(nameof(options.MaxPrefetch), options.MaxPrefetch, 0, 100_000);
        findings.Range(nameof(options.MaxResultBytes), options.MaxResultBytes, 1024, 256 * 1024 * 1024);
        findings.Range(nameof(options.MaxCheckpointBytes), options.MaxCheckpointBytes, 1024, 16 * 1024 * 1024);
        CheckShutdown(options, findings);
        return findings.Result;
    }

    private void CheckShutdown(WorkerOptions options, Findings findings)
    {
        var needed = options.DrainTimeout + options.AbandonAfter + WorkerService.LastAcknowledgement + WorkerService.Goodbye;
        if (HostShutdown.TimeoutOf(services) is { } limit && limit != Timeout.InfiniteTimeSpan && needed > limit)
        {
            findings.Add(
                $"{OptionsSections.Worker}:DrainTimeout ({options.DrainTimeout}) and AbandonAfter ({options.AbandonAfter}) need {needed}, "
                + $"but the host stops after {limit}. Lower them, or raise HostOptions.ShutdownTimeout.");
        }
    }
}

/// <summary>Ranges of <see cref="RetentionOptions"/>.</summary>
internal sealed class RetentionOptionsValidator : IValidateOptions<RetentionOptions>
{
    private static readonly TimeSpan Century = TimeSpan.FromDays(36_525);

    public ValidateOptionsResult Validate(string? name, RetentionOptions options)
    {
        var findings = new Findings(OptionsSections.Retention);
        findings.Range(nameof(options.Completed), options.Completed, TimeSpan.Zero, Century);
        findings.Range(nameof(options.Cancelled), options.Cancelled, TimeSpan.Zero, Century);
        findings.Range(nameof(options.Discarded), options.Discarded, TimeSpan.Zero, Century);
        findings.Range(nameof(options.Results), options.Results ?? TimeSpan.Zero, TimeSpan.Zero, Century);
        findings.Range(nameof(options.Audit), options.Audit, TimeSpan.Zero, Century);
        findings.Range(nameof(options.Interval), options.Interval, TimeSpan.FromSeconds(1), TimeSpan.FromDays(1));
        findings.Range(nameof(options.StepSize), options.StepSize, 1, 100_000);
        findings.Range(nameof(options.ArchiveTimeout), options.ArchiveTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1));
        foreach (var (kind, ages) in options.Kinds)
        {
            Check(kind, ages, findings);
        }

        return findings.Result;
    }

    private static void Check(string kind, KindRetention ages, Findings findings)
    {
        if (!JobName.IsValid(kind))
        {
            findings.Add(
                $"{OptionsSections.Retention}:Kinds has '{kind}', which is not a wire name: 1 to 100 characters of a-z A-Z 0-9 . _ : -");
        }

        foreach (var state in new[] { JobState.Completed, JobState.Cancelled, JobState.Discarded })
        {
            findings.Range($"Kinds:{kind}:{state}", ages.Of(state) ?? TimeSpan.Zero, TimeSpan.Zero, Century);
        }

        findings.Range($"Kinds:{kind}:{nameof(ages.Results)}", ages.Results ?? TimeSpan.Zero, TimeSpan.Zero, Century);
    }
}

/// <summary>Ranges of <see cref="ClientOptions"/>.</summary>
internal sealed class ClientOptionsValidator : IValidateOptions<ClientOptions>
{
    public ValidateOptionsResult Validate(string? name, ClientOptions options)
    {
        var findings = new Findings(OptionsSections.Client);
        findings.Range(nameof(options.MaxPayloadBytes), options.MaxPayloadBytes, 1024, 256 * 1024 * 1024);
        foreach (var (queue, limit) in options.MaxWaiting)
        {
            findings.Range($"{nameof(options.MaxWaiting)}:{queue}", limit, 1, 1_000_000_000);
            if (queue != JobQuotas.AnyQueue && !JobName.IsValid(queue))
            {
                findings.Add(
                    $"{OptionsSections.Client}:MaxWaiting has '{queue}', which is not a queue name: "
                    + "1 to 100 characters of a-z A-Z 0-9 . _ : -, or * for every queue that is not named.");
            }
        }

        return findings.Result;
    }
}

/// <summary>Ranges of <see cref="StatisticsOptions"/>.</summary>
internal sealed class StatisticsOptionsValidator : IValidateOptions<StatisticsOptions>
{
    public ValidateOptionsResult Validate(string? name, StatisticsOptions options)
    {
        var findings = new Findings(OptionsSections.Statistics);
        findings.Range(nameof(options.Retention), options.Retention, TimeSpan.FromDays(1), TimeSpan.FromDays(366));
        return findings.Result;
    }
}

/// <summary>Ranges of <see cref="ObjectiveOptions"/>.</summary>
internal sealed class ObjectiveOptionsValidator : IValidateOptions<ObjectiveOptions>
{
    public ValidateOptionsResult Validate(string? name, ObjectiveOptions options)
    {
        var findings = new Findings(OptionsSections.Objectives);
        foreach (var (queue, objective) in options.Queues)
        {
            if (!JobName.IsValid(queue))
            {
                findings.Add(
                    $"{OptionsSections.Objectives} has '{queue}', which is not a queue name: 1 to 100 characters of a-z A-Z 0-9 . _ : -");
            }

            findings.Range(
                $"{queue}:{nameof(objective.StartWithin)}", objective.StartWithin, TimeSpan.FromMilliseconds(1), TimeSpan.FromDays(30));
            findings.Range($"{queue}:{nameof(objective.Percent)}", objective.Percent, 1, 99.999);
            findings.Range($"{queue}:{nameof(objective.MaxBurnRate)}", objective.MaxBurnRate ?? 1, 0.1, 100_000);
        }

        return findings.Result;
    }
}

/// <summary>Ranges of <see cref="ObserverOptions"/>.</summary>
internal sealed class ObserverOptionsValidator : IValidateOptions<ObserverOptions>
{
    public ValidateOptionsResult Validate(string? name, ObserverOptions options)
    {
        var findings = new Findings(OptionsSections.Observers);
        findings.Range(nameof(options.Timeout), options.Timeout, TimeSpan.FromMilliseconds(10), TimeSpan.FromMinutes(1));
        return findings.Result;
    }
}

/// <summary>Ranges of <see cref="HealthOptions"/>.</summary>
internal sealed class HealthOptionsValidator : IValidateOptions<HealthOptions>
{
    public ValidateOptionsResult Validate(string? name, HealthOptions options)
    {
        var findings = new Findings(OptionsSections.Health);
        if (options.MaxBacklogAge is { } age)
        {
            findings.Range(nameof(options.MaxBacklogAge), age, TimeSpan.FromSeconds(1), TimeSpan.FromDays(365));
        }

        return findings.Result;
    }
}
