using Ostinato.Storage;

namespace Ostinato.PostgreSql;

/// <summary>Makes jobs available that were set aside for a reason that has passed.</summary>
internal sealed class Resuming(Links links, SqlFile sql, Names kinds, Names queues, Wakes wakes)
{
    private const int StepSize = 1_000;

    public async ValueTask<int> ResumeAsync(
        SuspensionReason reason, IReadOnlyCollection<string> names, IReadOnlyCollection<string> served, int limit, CancellationToken ct)
    {
        if (!await links.RunAsync(IsAnyAsync, ct).ConfigureAwait(false))
        {
            return 0;
        }

        int[] known = await kinds.FindAsync(names, ct).ConfigureAwait(false);
        int[] open = await queues.FindAsync(served, ct).ConfigureAwait(false);
        var total = 0;
        for (var (step, size) = (0, 0); step == size && total < limit; total += step)
        {
            size = Math.Min(StepSize, limit - total);
            step = await links.RunAsync(link => ResumeStepAsync(link, reason, known, open, size), ct).ConfigureAwait(false);
        }

        return total;
    }

    private async Task<bool> IsAnyAsync(Link link)
    {
        await using var trip = link.Trip().Add(sql["is_any_suspended"]);
        return await trip.ScalarAsync<bool>().ConfigureAwait(false);
    }

    private async Task<int> ResumeStepAsync(Link link, SuspensionReason reason, int[] known, int[] open, int size)
    {
        await using var trip = link.Trip()
            .Add(sql["pin"])
            .Add(sql["resume_suspended"]).With((short)reason).With(known).With(open).With(size);
        await using var reader = await trip.ReadAsync().ConfigureAwait(false);
        await reader.NextResultAsync().ConfigureAwait(false);
        var count = 0;
        while (await reader.ReadAsync().ConfigureAwait(false))
        {
            wakes.Queue(queues.NameOf(reader.GetInt32(0)));
            count += reader.GetInt32(1);
        }

        return count;
    }
}
