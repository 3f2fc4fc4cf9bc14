using Ostinato.Storage;

namespace Ostinato.PostgreSql;

/// <summary>Changes a job that waits, its place and its body by one statement.</summary>
internal sealed class Updating(Links links, SqlFile sql, SqlFile audits, Names queues, Wakes wakes)
{
    // The numbers of ostinato.change_waiting.
    private const int IsUpdated = 1;

    private const int KeepHeaders = 0, SetHeaders = 1, SetHeadersIfSeen = 2;

    public async ValueTask<UpdateResult?> UpdateAsync(long id, JobUpdate update, NewAuditEntry? audit, CancellationToken ct)
    {
        int? queue = null;
        if (update.Queue is { } name)
        {
            await queues.AddAsync([name], ct).ConfigureAwait(false);
            queue = queues.Known(name);
        }

        var result = Read(audit is null
            ? await links.RunAsync(link => UpdateAsync(link, id, queue, update), ct).ConfigureAwait(false)
            : await links.RunOnceAsync(link => UpdateAsync(link, id, queue, update, audit), ct).ConfigureAwait(false));
        if (result == UpdateResult.Updated && update is not { Queue: null, Priority: null, Due: null })
        {
            wakes.Everything(wentBack: false);
        }

        return result;
    }

    private async Task<int> UpdateAsync(Link link, long id, int? queue, JobUpdate update, NewAuditEntry audit)
    {
        var answer = 0;
        await AuditTrip.ChangeAsync(
            link, audits,
            async open => (answer = await UpdateAsync(open, id, queue, update).ConfigureAwait(false)) == IsUpdated,
            audit).ConfigureAwait(false);
        return answer;
    }

    private async Task<int> UpdateAsync(Link link, long id, int? queue, JobUpdate update)
    {
        var headers = update.Headers;
        var mode = headers is null ? KeepHeaders : headers.Seen is null ? SetHeaders : SetHeadersIfSeen;
        await using var trip = link.Trip().Add(sql["update"])
            .With(id).WithNullable(queue).WithNullable(update.Priority)
            .With(update.Due is not null)
            .With(update.Due?.At is { } at ? Instants.Ceiling(at) : default(DateTime?))
            .WithNullable(update.Due?.In is { } wait ? Instants.Bounded(wait) : default(TimeSpan?))
            .WithNullable(update.Payload?.ToArray()).With(mode)
            .WithNullable(Bytes(headers?.Seen)).WithNullable(Bytes(headers?.Wanted));
        return await trip.ScalarAsync<int?>().ConfigureAwait(false) ?? -1;
    }

    private static UpdateResult? Read(int answer) => answer switch
    {
        0 => UpdateResult.NotFound,
        IsUpdated => UpdateResult.Updated,
        2 => UpdateResult.Executing,
        3 => UpdateResult.AlreadyFinal,
        4 => UpdateResult.Suspended,
        5 => UpdateResult.Conflict,
        6 => UpdateResult.Outdated,
        _ => null,
    };

    private static byte[]? Bytes(ReadOnlyMemory<byte>? value) => value is { IsEmpty: false } some ? some.ToArray() : null;
}
