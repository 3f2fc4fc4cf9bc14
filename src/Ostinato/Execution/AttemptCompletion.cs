using System.Data.Common;
using Ostinato.Storage;

namespace Ostinato.Execution;

/// <summary>Completes the job of one attempt in a transaction of its handler.</summary>
internal sealed class AttemptCompletion(IJobCompleter completer, HeldJob held, TimeProvider time)
{
    private readonly long _startedAt = time.GetTimestamp();

    /// <summary>How large a stored result may be, in bytes.</summary>
    public required Func<int> MaxResultBytes { get; init; }

    public ValueTask<CompletionResult> WriteAsync(ReadOnlyMemory<byte>? result, DbTransaction transaction, CancellationToken ct)
    {
        // What was reported, or dropped, is not this attempt's any more. The store decides where both happen at once.
        if (held.IsReported)
        {
            return new(CompletionResult.NotHeld);
        }

        var detail = result is null ? null : new AttemptDetail { Result = result };
        var completion = new Acknowledgement(held.Job, AttemptEnd.Completed, time.GetElapsedTime(_startedAt), detail);
        return completer.CompleteAsync(held.Process, completion, transaction, ct);
    }
}
