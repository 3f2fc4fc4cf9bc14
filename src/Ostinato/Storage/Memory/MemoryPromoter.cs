namespace Ostinato.Storage;

internal sealed class MemoryPromoter(MemoryState state) : IJobPromoter
{
    public ValueTask<Promotion> PromoteAsync(int limit, CancellationToken ct)
    {
        using var turn = state.Begin(ct);
        var due = state.Places.Due;
        var count = 0;
        while (count < limit && due.First is { } job && job.AvailableAt <= turn.Now)
        {
            state.Places.MakeAvailable(job, job.AvailableAt);
            count++;
        }

        return new(new Promotion(count, due.NextIn(turn.Now)));
    }
}
