using Ostinato.Storage;

namespace Ostinato.PostgreSql;

internal sealed class PostgreSqlProcessRegistry(
    Links links, SqlFile sql, SqlFile places, HeldByProcess held, LifeLocks lives, Reaper reaper, Wakes wakes, Names queues)
    : IProcessRegistry
{
    // Of three beats that are missing a process is dead. One connection that hangs must cost no more than one of them.
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(2);

    public async ValueTask<ProcessIdentity> JoinAsync(ProcessDescription description, ProcessIdentity? earlier, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(description);
        var identity = earlier is { } old
            ? await links.RunShortAsync(link => FollowAsync(link, description, old), Short, ct).ConfigureAwait(false)
            : await links.RunShortAsync(link => JoinAsync(link, description), Short, ct).ConfigureAwait(false);
        held.Begin(identity);
        if (earlier is { } past)
        {
            lives.End(past);
        }

        lives.Begin(identity);
        return identity;
    }

    /// <summary>Called with every beat: whether other processes are registered.</summary>
    public Action<bool> SawOthers { get; set; } = _ => { };

    public async ValueTask<Heartbeat> BeatAsync(ProcessIdentity process, CancellationToken ct)
    {
        var heartbeat = await links.RunShortAsync(link => BeatAsync(link, process), Short, ct).ConfigureAwait(false);
        SawOthers(heartbeat.Beats.Count > 1);
        if (!heartbeat.StillStands)
        {
            lives.End(process);
        }

        return heartbeat;
    }

    public async ValueTask LeaveAsync(ProcessIdentity process, CancellationToken ct)
    {
        lives.End(process);
        await links.RunAsync(link => LeaveAsync(link, process), ct).ConfigureAwait(false);
        held.Forget(process);
    }

    public async ValueTask<ReapedJobs?> ReapAsync(ProcessBeat observed, int poisonAfter, CancellationToken ct) =>
        await links.RunAsync(link => reaper.ReapAsync(link, observed, poisonAfter), ct).ConfigureAwait(false);

    private async Task<ProcessIdentity> JoinAsync(Link link, ProcessDescription description)
    {
        await using var trip = Describe(link.Trip().Add(sql["join"]), description);
        return new ProcessIdentity(await trip.ScalarAsync<int>().ConfigureAwait(false), Epoch: 1);
    }

    // A process whose join was answered but not heard may ask again under the same earlier identity: it gets past what stands.
    private async Task<ProcessIdentity> FollowAsync(Link link, ProcessDescription description, ProcessIdentity earlier)
    {
        var id = (int)earlier.Id;
        await using var transaction = await link.BeginAsync(CancellationToken.None).ConfigureAwait(false);
        var epoch = Math.Max(earlier.Epoch, await LockAsync(link, id).ConfigureAwait(false) ?? 0) + 1;
        await GiveBackAsync(link, id).ConfigureAwait(false);
        await using (var trip = Describe(link.Trip().Add(sql["rejoin"]).With(id).With((int)epoch), description))
        {
            await trip.RunAsync().ConfigureAwait(false);
        }

        await transaction.CommitAsync().ConfigureAwait(false);
        return new ProcessIdentity(id, epoch);
    }

    private async Task<Heartbeat> BeatAsync(Link link, ProcessIdentity process)
    {
        await using var trip = link.Trip()
            .Add(sql["beat"]).With((int)process.Id).With((int)process.Epoch)
            .Add(sql["beats"]);
        await using var reader = await trip.ReadAsync().ConfigureAwait(false);
        var stands = await reader.ReadAsync().ConfigureAwait(false);
        await reader.NextResultAsync().ConfigureAwait(false);
        var beats = new List<ProcessBeat>();
        string? settings = null;
        while (await reader.ReadAsync().ConfigureAwait(false))
        {
            beats.Add(new ProcessBeat(new ProcessIdentity(reader.GetInt32(0), reader.GetInt32(1)), reader.GetInt64(2)));
            settings = reader.IsDBNull(3) ? null : reader.GetString(3);
        }

        return new Heartbeat(stands, beats) { QueueSettings = settings };
    }

    private async Task<bool> LeaveAsync(Link link, ProcessIdentity process)
    {
        var id = (int)process.Id;
        await using var transaction = await link.BeginAsync(CancellationToken.None).ConfigureAwait(false);
        if (await LockAsync(link, id).ConfigureAwait(false) != process.Epoch)
        {
            return false;
        }

        var back = await GiveBackAsync(link, id).ConfigureAwait(false);
        await using (var trip = link.Trip().Add(sql["remove"]).With(id))
        {
            await trip.RunAsync().ConfigureAwait(false);
        }

        await transaction.CommitAsync().ConfigureAwait(false);
        wakes.WentBack(back.Select(range => range.Queue), queues);
        return true;
    }

    private async Task<int?> LockAsync(Link link, int process)
    {
        await using var trip = link.Trip().Add(sql["lock"]).With(process).Add(sql["standing"]).With(process);
        await using var reader = await trip.ReadAsync().ConfigureAwait(false);
        await reader.NextResultAsync().ConfigureAwait(false);
        return await reader.ReadAsync().ConfigureAwait(false) ? reader.GetInt32(0) : null;
    }

    private async Task<List<LeaseRange>> GiveBackAsync(Link link, int process)
    {
        var taken = await TakenLeases.TakeAsync(link, sql, process).ConfigureAwait(false);
        var parts = taken.Parts().ToList();
        var back = parts.FindAll(part => part.CancelReason is null).ConvertAll(part => part.Range);
        var cancelled = parts.FindAll(part => part.CancelReason is not null)
            .ConvertAll(part => DoneRange.Of(part.Range, JobState.Cancelled, part.CancelReason));
        await using var trip = link.Trip().ReturnReady(places, back).AddDone(places, [.. taken.Completed(), .. cancelled]);
        if (!trip.IsEmpty)
        {
            await trip.RunAsync().ConfigureAwait(false);
        }

        return back;
    }

    private static Trip Describe(Trip trip, ProcessDescription description) => trip
        .With(description.Host).With(description.ProcessId)
        .WithJson(DescriptionJson.Write(description.Queues)).WithJson(DescriptionJson.Write(description.Names))
        .WithJson(DescriptionJson.Write(description.Labels));
}
