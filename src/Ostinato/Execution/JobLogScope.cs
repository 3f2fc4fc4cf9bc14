using System.Collections;

namespace Ostinato.Execution;

/// <summary>What every log line of a handler carries: job id, name, queue and attempt.</summary>
internal sealed class JobLogScope(JobContext context) : IReadOnlyList<KeyValuePair<string, object?>>
{
    public int Count => 4;

    public KeyValuePair<string, object?> this[int index] => index switch
    {
        0 => new("JobId", context.Id),
        1 => new("JobName", context.Name),
        2 => new("JobQueue", context.Queue),
        3 => new("JobAttempt", context.Attempt),
        _ => throw new ArgumentOutOfRangeException(nameof(index)),
    };

    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator()
    {
        for (var i = 0; i < Count; i++)
        {
            yield return this[i];
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public override string ToString() => $"job {context.Id} {context.Name} attempt {context.Attempt}";
}
