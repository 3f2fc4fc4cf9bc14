using Ostinato.Storage;

namespace Ostinato.PostgreSql;

/// <summary>Does what a person asks for one queue.</summary>
internal sealed class PostgreSqlQueueControl(Links links, SqlFile sql, Names queues, Wakes wakes) : IQueueControl
{
    public async ValueTask PauseAsync(string queue, string? reason, CancellationToken ct)
    {
        ArgumentException.ThrowIfNullOrEmpty(queue);
        await queues.AddAsync([queue], ct).ConfigureAwait(false);
        await links.RunAsync(
            async link =>
            {
                await using var trip = link.Trip().Add(sql["pause"]).With(queues.Known(queue)).With(reason);
                return await trip.RunAsync().ConfigureAwait(false);
            },
            ct).ConfigureAwait(false);
        wakes.Everything(wentBack: false);
    }

    public async ValueTask ResumeAsync(string queue, CancellationToken ct)
    {
        ArgumentException.ThrowIfNullOrEmpty(queue);
        if (await queues.FindAsync(queue, ct).ConfigureAwait(false) is not { } id)
        {
            return;
        }

        var wasPaused = await links.RunAsync(
            async link =>
            {
                await using var trip = link.Trip().Add(sql["resume"]).With(id);
                return await trip.ScalarAsync<int>().ConfigureAwait(false) != 0;
            },
            ct).ConfigureAwait(false);
        if (wasPaused)
        {
            wakes.Everything(wentBack: true);
        }
    }
}
