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

        // An exchange of the process sees all of this, or nothing.
        await held.Turn.WaitAsync(ct).ConfigureAwait(false);
        try
        {
            return await CompleteAsync(held, completion, caller, ct).ConfigureAwait(false);
        }
        finally
        {
            held.Turn.Release();
        }
    }

    private async Task<CompletionResult> CompleteAsync(
        HeldLeases held, Acknowledgement completion, NpgsqlTransaction caller, CancellationToken ct)
    {
        if (!completion.Job.Id.TryGetNumber(out var id) || completion.Job.Token is not ClaimToken token)
        {
            return CompletionResult.NotHeld;
        }

        var transaction = await HoldAsync(held, caller, ct).ConfigureAwait(false);
        var earlier = held.Completions.GetValueOrDefault(id)?.Transaction ?? NoTransaction;
        var other = earlier == transaction ? NoTransaction : earlier;
        var (stands, isHeld) = await links.RunAsync(link => CheckAsync(link, held.Process, id, other), ct).ConfigureAwait(false);
        if (!stands || !isHeld || !held.Holds(id, token))
        {
            return stands ? CompletionResult.NotHeld : CompletionResult.LostLease;
        }

        // Known before it is written: an error or a cancellation may come after it was.
        held.Completions[id] = new PendingCompletion(token.Claim, transaction);
        return await WriteAsync(held, id, completion, caller, ct).ConfigureAwait(false)
            ? CompletionResult.Written
            : CompletionResult.NotHeld;
    }

    private async Task<ulong> HoldAsync(HeldLeases held, NpgsqlTransaction caller, CancellationToken ct)
    {
        await using var trip = Trip(caller).Add(sql["hold"]).With((int)held.Process.Id);
        return await trip.ScalarAsync<ulong>(ct).ConfigureAwait(false);
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

    private async Task<bool> WriteAsync(
        HeldLeases held, long id, Acknowledgement completion, NpgsqlTransaction caller, CancellationToken ct)
    {
        await using var trip = Trip(caller)
            .Add(sql["write"]).With((int)held.Process.Id).With(id).WithNullable(PackedDurations.Pack(completion.Duration))
            .WithNullable(completion.Detail?.Result?.ToArray());
        return await trip.ScalarAsync<long>(ct).ConfigureAwait(false) > 0;
    }

    // Nothing is prepared on somebody else's connection.
    private Trip Trip(NpgsqlTransaction caller) => new(
        new NpgsqlBatch(caller.Connection, caller) { Timeout = (int)options.CommandTimeout.TotalSeconds }, prepares: false, links.Count);
}
