using System.Data.Common;
using Ostinato.Storage;

namespace Ostinato.Execution;

/// <summary>Completes jobs of attempts that run in transactions of their handlers.</summary>
internal sealed class AttemptCompletion(IJobCompleter completer)
{
    /// <summary>How large a stored result may be, in bytes.</summary>
    public required Func<int> MaxResultBytes { get; init; }

    public ValueTask<CompletionResult> WriteAsync(
        HeldJob held, ReadOnlyMemory<byte>? result, DbTransaction transaction, CancellationToken ct)
    {
        // What was reported, or dropped, is not this attempt's any more. The store decides where both happen at once.
        if (held.IsReported)
        {
            return new(CompletionResult.NotHeld);
        }

        var detail = result is null ? null : new AttemptDetail { Result = result };
        var completion = new Acknowledgement(held.Job, AttemptEnd.Completed, held.Elapsed, detail);
        return completer.CompleteAsync(held.Process, completion, transaction, ct);
    }
}
