using Npgsql;
using Ostinato.Storage;

namespace Ostinato.PostgreSql;

/// <summary>Declares a process dead and deals with what it held.</summary>
internal sealed class Reaper(SqlFile sql, SqlFile places, Wakes wakes)
{
    // A trip of the process that is under way ends first. One that does not end may never: its session is ended then.
    public async Task<ReapedJobs?> ReapAsync(Link link, ProcessBeat observed, int poisonAfter)
    {
        try
        {
            return await ReapOnceAsync(link, observed, poisonAfter).ConfigureAwait(false);
        }
        catch (PostgresException error) when (error.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
            return await EndHungAsync(link, observed.Process).ConfigureAwait(false) > 0
                ? await ReapOnceAsync(link, observed, poisonAfter).ConfigureAwait(false)
                : null;
        }
    }

    private async Task<ReapedJobs?> ReapOnceAsync(Link link, ProcessBeat observed, int poisonAfter)
    {
        var process = observed.Process;
        await using var transaction = await link.BeginAsync(CancellationToken.None).ConfigureAwait(false);
        await LockAsync(link, (int)process.Id).ConfigureAwait(false);
        if (await ReadObservedAsync(link, observed).ConfigureAwait(false) is not { } died)
        {
            return null;
        }

        var taken = await TakenLeases.TakeAsync(link, sql, (int)process.Id).ConfigureAwait(false);
        var reaped = await ReleaseAsync(link, taken, died, poisonAfter).ConfigureAwait(false);
        await using (var trip = link.Trip().Add(sql["remove"]).With((int)process.Id))
        {
            await trip.RunAsync().ConfigureAwait(false);
        }

        await transaction.CommitAsync().ConfigureAwait(false);
        wakes.Everything(wentBack: true);
        return reaped;
    }

    private async Task LockAsync(Link link, int process)
    {
        await using var trip = link.Trip().Add(sql["lock_within"]).With(process);
        await trip.RunAsync().ConfigureAwait(false);
    }

    private async Task<long> EndHungAsync(Link link, ProcessIdentity process)
    {
        await using var trip = link.Trip().Add(sql["end_hung"]).With((int)process.Id);
        return await trip.ScalarAsync<long>().ConfigureAwait(false);
    }

    private async Task<string?> ReadObservedAsync(Link link, ProcessBeat observed)
    {
        var process = observed.Process;
        await using var trip = link.Trip()
            .Add(sql["observed"]).With((int)process.Id).With((int)process.Epoch).With(observed.Beat);
        await using var reader = await trip.ReadAsync().ConfigureAwait(false);
        return await reader.ReadAsync().ConfigureAwait(false)
            ? $"Process {process} (host {reader.GetString(0)}, pid {reader.GetInt32(1)}) died while it held the job."
            : null;
    }

    private async Task<ReapedJobs> ReleaseAsync(Link link, TakenLeases taken, string died, int poisonAfter)
    {
        var (back, cancelled, poison) = (new List<LeaseRange>(), new List<DoneRange>(), new List<LeaseRange>());
        var failures = new List<(long Job, AttemptError Error)>();
        foreach (var (held, cancelReason) in taken.Parts())
        {
            var charged = held with { Attempt = held.Attempt + 1, Crashes = held.Crashes + 1 };
            var error = new AttemptError(charged.Attempt, default, "ProcessDied", died, Stack: null);
            failures.AddRange(Ids(held).Select(id => (id, error)));
            if (cancelReason is not null)
            {
                cancelled.Add(DoneRange.Of(charged, JobState.Cancelled, cancelReason));
            }
            else
            {
                (charged.Crashes < poisonAfter ? back : poison).Add(charged);
            }
        }

        var aside = poison.SelectMany(range => Ids(range).Select(id => (
            range with { Low = id, Count = 1 }, SuspensionReason.Poison,
            (string?)$"{ClaimRule.Deaths(range.Crashes)} processes died while they held it")));
        await using var trip = link.Trip()
            .ReturnReady(places, back).AddDone(places, [.. taken.Completed(), .. cancelled])
            .AddSuspended(places, [.. aside]).AddFailures(places, failures);
        if (!trip.IsEmpty)
        {
            await trip.RunAsync().ConfigureAwait(false);
        }

        var ended = poison.SelectMany(Ids).Concat(cancelled.Concat(taken.Completed()).SelectMany(range => Ids(range.Low, range.Count)));
        return new ReapedJobs(back.Sum(range => range.Count), poison.Sum(range => range.Count), cancelled.Sum(range => range.Count))
        {
            Ended = [.. ended.Select(id => new JobId(id))],
        };
    }

    private static IEnumerable<long> Ids(LeaseRange range) => Ids(range.Low, range.Count);

    private static IEnumerable<long> Ids(long low, int count) => Enumerable.Range(0, count).Select(offset => low + offset);
}
