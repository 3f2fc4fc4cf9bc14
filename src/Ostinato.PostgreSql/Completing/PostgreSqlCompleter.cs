using System.Data.Common;
using Npgsql;
using Ostinato.Storage;

namespace Ostinato.PostgreSql;

/// <summary>Completes a job on the caller's own connection.</summary>
internal sealed class PostgreSqlCompleter(
    Links links, HeldByProcess processes, CallerTransactions callers, PostgreSqlStoreOptions options, SqlFile sql) : IJobCompleter
{
    // The number that no transaction has.
    private const ulong NoTransaction = 0;

    public async ValueTask<CompletionResult> CompleteAsync(
        ProcessIdentity process, Acknowledgement completion, DbTransaction transaction, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(transaction);
        ArgumentOutOfRangeException.ThrowIfNotEqual(completion.End, AttemptEnd.Completed, nameof(completion));
        var otherwise = $"The job '{completion.Job.Name}' cannot be completed";
        var caller = await callers.CheckAsync(transaction, otherwise, ct).ConfigureAwait(false);
        var held = processes.Of(process);
        if (!completion.Job.Id.TryGetNumber(out var id) || completion.Job.Token is not ClaimToken token || !held.Gate.TryEnter(id))
        {
            return CompletionResult.NotHeld;
        }

        try
        {
            return await CompleteAsync(held, id, token, completion, caller, ct).ConfigureAwait(false);
        }
        finally
        {
            held.Gate.Leave(id);
        }
    }

    private async Task<CompletionResult> CompleteAsync(
        HeldLeases held, long id, ClaimToken token, Acknowledgement completion, NpgsqlTransaction caller, CancellationToken ct)
    {
        var (transaction, seesCommits) = await HoldAsync(held, caller, ct).ConfigureAwait(false);
        var earlier = held.Completions.GetValueOrDefault(id);
        var other = earlier is null || earlier.Transaction == transaction ? NoTransaction : earlier.Transaction;
        if (!seesCommits || !held.Holds(id, token))
        {
            var (stands, isHeld) = await links.RunAsync(link => CheckAsync(link, held.Process, id, other), ct).ConfigureAwait(false);
            if (!stands || !isHeld || !held.Holds(id, token))
            {
                return stands ? CompletionResult.NotHeld : CompletionResult.LostLease;
            }
        }

        // Known before it is written: an error or a cancellation may come after it was.
        held.Completions[id] = new PendingCompletion(token.Claim, transaction);
        await using var trip = Trip(caller, prepares: false).Add(sql[seesCommits ? "write_checked" : "write"])
            .With((int)held.Process.Id).With(id).WithNullable(PackedDurations.Pack(completion.Duration))
            .WithNullable(completion.Detail?.Result?.ToArray());
        if (seesCommits)
        {
            trip.With((int)held.Process.Epoch).With(other);
        }

        var result = await WriteAsync(trip, ct).ConfigureAwait(false);
        if (result != CompletionResult.Written)
        {
            Restore(held, id, earlier);
        }

        return result;
    }

    // Nothing was written in this transaction, and in the earlier one something may have been.
    private static void Restore(HeldLeases held, long id, PendingCompletion? earlier)
    {
        if (earlier is null)
        {
            held.Completions.TryRemove(id, out _);
        }
        else
        {
            held.Completions[id] = earlier;
        }
    }

    private async Task<(ulong Transaction, bool SeesCommits)> HoldAsync(HeldLeases held, NpgsqlTransaction caller, CancellationToken ct)
    {
        await using var trip = Trip(caller, callers.Prepares(caller)).Add(sql["hold"]).With((int)held.Process.Id);
        await using var reader = await trip.ReadAsync(ct).ConfigureAwait(false);
        await reader.ReadAsync(ct).ConfigureAwait(false);
        return (reader.GetFieldValue<ulong>(0), reader.GetBoolean(1));
    }

    private async Task<(bool Stands, bool IsHeld)> CheckAsync(Link link, ProcessIdentity process, long id, ulong other)
    {
        await using var trip = link.Trip()
            .Add(sql["pin"])
            .Add(sql["check"]).With((int)process.Id).With((int)process.Epoch).With(id).With(other);
        await using var reader = await trip.ReadAsync().ConfigureAwait(false);
        await reader.NextResultAsync().ConfigureAwait(false);
        await reader.ReadAsync().ConfigureAwait(false);
        return (reader.GetBoolean(0), reader.GetBoolean(1));
    }

    private static async Task<CompletionResult> WriteAsync(Trip trip, CancellationToken ct)
    {
        await using var reader = await trip.ReadAsync(ct).ConfigureAwait(false);
        await reader.ReadAsync(ct).ConfigureAwait(false);
        var (stands, isWritten) = (reader.GetBoolean(0), reader.GetBoolean(1));
        return isWritten ? CompletionResult.Written : stands ? CompletionResult.NotHeld : CompletionResult.LostLease;
    }

    // Prepared is only what has one plan whatever the tables hold: the caller's transaction is not ours to pin.
    private Trip Trip(NpgsqlTransaction caller, bool prepares) => new(
        new NpgsqlBatch(caller.Connection, caller) { Timeout = (int)options.CommandTimeout.TotalSeconds }, prepares, links.Count);
}
