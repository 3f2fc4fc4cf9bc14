using System.Security.Cryptography;
using System.Text;

namespace Ostinato.Storage.Conformance;

/// <summary>Makes what scenarios store.</summary>
public static class New
{
    public static NewJob Job(
        string name = "job",
        string queue = JobDefaults.Queue,
        int priority = JobDefaults.Priority,
        string payload = "{}",
        TimeSpan? wait = null,
        DateTimeOffset? at = null,
        UniqueClaim? unique = null,
        params string[] tags) => new()
        {
            Name = name,
            Queue = queue,
            Priority = priority,
            Payload = Encoding.UTF8.GetBytes(payload),
            Headers = JobHeadersJson.Write(new JobHeaders { Tags = tags }),
            Due = new DueTime(at, wait),
            Unique = unique,
        };

    /// <summary>Jobs named a, b, c … or as given.</summary>
    public static NewJob[] Jobs(params string[] names) => [.. names.Select(name => Job(name))];

    /// <summary>That many jobs, named 0, 1, 2 ….</summary>
    public static NewJob[] Jobs(int count, string queue = JobDefaults.Queue) =>
        [.. Enumerable.Range(0, count).Select(number => Job($"{number}", queue))];

    public static UniqueClaim Key(string text, JobStates during = JobStates.Incomplete, TimeSpan? period = null) =>
        new(SHA256.HashData(Encoding.UTF8.GetBytes(text)), during, period);
}
