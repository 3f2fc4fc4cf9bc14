using Ostinato.Storage;

namespace Ostinato.PostgreSql;

/// <summary>Changes a job that waits, its place and its body by one statement.</summary>
internal sealed class Updating(Links links, SqlFile sql, Names queues, Wakes wakes)
{
    private const int KeepHeaders = 0, SetHeaders = 1, SetHeadersIfSeen = 2;

    public async ValueTask<UpdateResult?> UpdateAsync(long id, JobUpdate update, CancellationToken ct)
    {
        int? queue = null;
        if (update.Queue is { } name)
        {
            await queues.AddAsync([name], ct).ConfigureAwait(false);
            queue = queues.Known(name);
        }

        var result = Read(await links.RunAsync(link => UpdateAsync(link, id, queue, update), ct).ConfigureAwait(false));
        if (result == UpdateResult.Updated && update is not { Queue: null, Priority: null, Due: null })
        {
            wakes.Everything(wentBack: false);
        }

        return result;
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

    // The numbers of ostinato.change_waiting.
    private static UpdateResult? Read(int answer) => answer switch
    {
        0 => UpdateResult.NotFound,
        1 => UpdateResult.Updated,
        2 => UpdateResult.Executing,
        3 => UpdateResult.AlreadyFinal,
        4 => UpdateResult.Suspended,
        5 => UpdateResult.Conflict,
        6 => UpdateResult.Outdated,
        _ => null,
    };

    private static byte[]? Bytes(ReadOnlyMemory<byte>? value) => value is { IsEmpty: false } some ? some.ToArray() : null;
}
