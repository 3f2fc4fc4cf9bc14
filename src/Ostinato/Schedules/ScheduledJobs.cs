using System.Globalization;
using System.Text;
using Ostinato.Privacy;
using Ostinato.Storage;

namespace Ostinato.Schedules;

/// <summary>Makes the jobs of ticks, as if somebody had enqueued them: with hooks, unique keys and what the attributes say.</summary>
internal sealed class ScheduledJobs(JobRegistry registry, JobWriter writer)
{
    /// <summary>The metadata that names the schedule.</summary>
    public const string ScheduleKey = "ostinato.schedule";

    /// <summary>The metadata that says when the tick was to be.</summary>
    public const string TickKey = "ostinato.tick";

    private const string TickFormat = "yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'";

    public static DateTimeOffset? ReadTick(string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var tick) ? tick : null;

    /// <summary>Whether this process has the code that makes its jobs.</summary>
    public bool Know(ScheduleDefinition definition) => registry.Find(definition.StoredName()) is not null;

    /// <exception cref="JobPayloadException">The payload does not fit the job.</exception>
    public void Check(string schedule, ScheduleDefinition definition)
    {
        var name = definition.StoredName();
        if (registry.Find(name) is { Definition: var job })
        {
            Read(job, name.Version, Encoding.UTF8.GetBytes(definition.Payload), schedule);
        }
    }

    /// <exception cref="JobPayloadException">The payload does not fit the job.</exception>
    public NewJob Create(string schedule, ScheduleDefinition definition, DateTimeOffset at)
    {
        var payload = Encoding.UTF8.GetBytes(definition.Payload);
        var options = new EnqueueOptions
        {
            Queue = definition.Queue,
            Priority = definition.Priority,
            RunAt = definition.Jitter > TimeSpan.Zero ? at + Part(schedule, at, definition.Jitter) : null,
            Metadata = new Dictionary<string, string>
            {
                [ScheduleKey] = schedule,
                [TickKey] = at.UtcDateTime.ToString(TickFormat, CultureInfo.InvariantCulture),
            },
        };
        var name = definition.StoredName();
        return registry.Find(name) is { Definition: var job }
            ? writer.Write(Read(job, name.Version, payload, schedule), options)
            : WithoutCode(definition, payload, options);
    }

    private static object Read(JobDefinition job, int version, byte[] payload, string schedule)
    {
        try
        {
            return job.Read(version, payload);
        }
        catch (Exception error)
        {
            // Constructors and converters of the payload are the user's code and may throw anything.
            var message = $"The payload of schedule '{schedule}' is none that job '{job.Name}' of this process can read: "
                + PrivateErrors.MessageOf(job, error);
            throw job.Privacy.Payload is null ? new JobPayloadException(message, error) : new JobPayloadException(message);
        }
    }

    // A person asks for it where there is no code for it: then it is stored as it is, and whoever has the code runs it.
    private static NewJob WithoutCode(ScheduleDefinition definition, byte[] payload, EnqueueOptions options) => new()
    {
        Name = definition.StoredName().ToString(),
        Queue = definition.Queue ?? JobDefaults.Queue,
        Priority = definition.Priority ?? JobDefaults.Priority,
        Payload = payload,
        Headers = JobHeadersJson.Write(new JobHeaders { Metadata = options.Metadata! }),
        Due = new DueTime(options.RunAt, null),
    };

    private static TimeSpan Part(string schedule, DateTimeOffset at, TimeSpan jitter)
    {
        var hash = System.Security.Cryptography.SHA256.HashData(
            Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{schedule}\n{at.UtcTicks}")));
        return jitter * (BitConverter.ToUInt32(hash, 0) / (double)uint.MaxValue);
    }
}
