using System.Data.Common;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Ostinato.Execution;
using Ostinato.Storage;

namespace Ostinato;

/// <content>Completing a job in a transaction of its handler.</content>
public sealed partial class JobContext
{
    internal AttemptCompletion? Completion { get; init; }

    /// <summary>The transaction in which the completion may be; nobody knows before it has ended, and the handler with it.</summary>
    internal DbTransaction? CompletedIn { get; private set; }

    /// <summary>
    /// Completes the job in a transaction on the store's database: it is completed if and only if the transaction commits. What the
    /// handler writes there happens exactly once, whatever dies in between.
    /// </summary>
    /// <remarks>
    /// Commit right after it, then return. After the commit nothing the handler does changes the job; without it, a handler that returns
    /// has failed the attempt. After a rollback it may be called again, in another transaction.
    /// </remarks>
    /// <param name="transaction">A transaction that the handler has begun and commits.</param>
    /// <param name="ct">Cancels the call. The transaction must be rolled back then.</param>
    /// <exception cref="JobLeaseLostException">This attempt does not hold the job any more. Roll the transaction back.</exception>
    /// <exception cref="ArgumentException">The transaction is not of the store's database, or has ended.</exception>
    /// <exception cref="InvalidOperationException">The job has a result, which must be given.</exception>
    public ValueTask CompleteInAsync(DbTransaction transaction, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(transaction);
        return Definition.Result is null
            ? WriteCompletionAsync(result: null, transaction, ct)
            : throw new InvalidOperationException($"Job '{Name}' has a result. Say CompleteInAsync(transaction, result, ct).");
    }

    /// <summary>The same for a job with a result, which is stored in the transaction. What the handler returns is not stored.</summary>
    /// <param name="transaction">A transaction that the handler has begun and commits.</param>
    /// <param name="result">The result.</param>
    /// <param name="ct">Cancels the call. The transaction must be rolled back then.</param>
    /// <exception cref="InvalidOperationException">The job has no result of this type.</exception>
    /// <exception cref="JobDiscardedException">
    /// The result is above <see cref="WorkerOptions.MaxResultBytes"/>. Nothing was written.
    /// </exception>
    /// <inheritdoc cref="CompleteInAsync(DbTransaction, CancellationToken)"/>
    public ValueTask CompleteInAsync<TResult>(DbTransaction transaction, TResult result, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(transaction);
        if (Completion is not { } completion)
        {
            return WriteCompletionAsync(result: null, transaction, ct);
        }

        var written = Write(result);
        ResultLimit.Require(Name, written.Length, completion.MaxResultBytes());
        return WriteCompletionAsync(written, transaction, ct);
    }

    private async ValueTask WriteCompletionAsync(ReadOnlyMemory<byte>? result, DbTransaction transaction, CancellationToken ct)
    {
        var earlier = CompletedIn;
        CompletedIn = transaction;
        try
        {
            if (Completion is { } completion
                && await completion.WriteAsync(Held!, result, transaction, ct).ConfigureAwait(false) is not CompletionResult.Written)
            {
                CompletedIn = earlier;
                throw new JobLeaseLostException(Id);
            }
        }
        catch (ArgumentException)
        {
            // Refused before anything was written. After other errors nobody can tell.
            CompletedIn = earlier;
            throw;
        }
    }

    private ReadOnlyMemory<byte> Write<TResult>(TResult result) => Definition.Result is JsonTypeInfo<TResult> json
        ? Sealed(JsonSerializer.SerializeToUtf8Bytes(result, json))
        : throw new InvalidOperationException(
            $"Job '{Name}' has {(Definition.Result is { } known ? $"a result of type {known.Type.Name}" : "no result")}, "
            + $"and was to be completed with one of type {typeof(TResult).Name}.");
}
