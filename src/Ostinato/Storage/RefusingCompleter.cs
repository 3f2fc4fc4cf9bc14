using System.Data.Common;

namespace Ostinato.Storage;

/// <summary>The completer of a store that takes part in no transaction.</summary>
internal sealed class RefusingCompleter(string store) : IJobCompleter
{
    public ValueTask<CompletionResult> CompleteAsync(
        ProcessIdentity process, Acknowledgement completion, DbTransaction transaction, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(transaction);
        throw new ArgumentException(
            $"The store '{store}' takes part in no transaction, and this one is a {transaction.GetType().Name}. "
            + "Let the handler return instead, or use a store in that database.",
            nameof(transaction));
    }
}
