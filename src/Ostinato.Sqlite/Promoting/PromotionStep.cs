using Ostinato.Storage;

namespace Ostinato.Sqlite;

/// <summary>Moves jobs whose time has come to the end of their lines, the earliest first.</summary>
internal sealed class PromotionStep(Session session)
{
    public Promotion Run(int limit)
    {
        var now = session.Now();
        var count = 0;
        DueRange run = default;
        foreach (var ripe in session.Places.Due.TakeRipe(now, limit))
        {
            count += ripe.Count;
            if (run.Count > 0 && Continues(run, ripe))
            {
                run = run with { Count = run.Count + ripe.Count };
                continue;
            }

            Promote(run);
            run = ripe;
        }

        Promote(run);
        return new Promotion(count, session.Places.Due.NextIn(now));
    }

    private static bool Continues(in DueRange run, in DueRange next) => next == run with { Low = run.End, Count = next.Count };

    private void Promote(in DueRange range)
    {
        if (range.Count > 0)
        {
            session.Places.MakeAvailable(
                range.Low, range.Count, range.Queue, range.Priority, range.Attempt, range.Crashes, since: range.RunAt);
        }
    }
}
