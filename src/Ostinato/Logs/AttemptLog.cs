using Microsoft.Extensions.Logging;

namespace Ostinato.Logs;

/// <summary>Takes the lines of one attempt, from whichever flow of calls it has begun, until it has ended or was given up.</summary>
/// <remarks>Flows that outlive the attempt hold on to this, so it lets go of the job.</remarks>
internal sealed class AttemptLog(JobContext context, LogLevel level, JobLogOptions limits, TimeProvider time)
{
    private readonly long _startedAt = time.GetTimestamp();
    private readonly DateTimeOffset _begun = context.Held!.StoreNow(time);
    private volatile JobContext? _context = context;

    public bool Takes(LogLevel asked) => asked >= level && _context is { Held.IsReported: false };

    public void Add(LogLevel at, string category, EventId id, string text, Exception? error)
    {
        if (_context is { } running)
        {
            var line = LineJson.Write(time.GetElapsedTime(_startedAt), at, category, id.Id, text, error, limits.MaxLineBytes);
            running.Keep(line, _begun, limits.MaxAttemptBytes);
        }
    }

    public void End() => _context = null;
}
