using Ostinato.Observing;
using Ostinato.Storage;

namespace Ostinato.Execution;

/// <summary>What follows from a trip for the attempts whose ends it has told the store.</summary>
internal sealed class EndedAttempts(Holdings holdings, Finals finals)
{
    /// <summary>Takes out those that wait for a transaction: they are told again; the store says when there is a reason to.</summary>
    public static List<Acknowledgement> TakeUndecided(ExchangeResult result, List<Acknowledgement> ended)
    {
        if (result.Undecided.Count == 0)
        {
            return [];
        }

        var undecided = ended.FindAll(acknowledgement => result.Undecided.Contains(acknowledgement.Job));
        ended.RemoveAll(acknowledgement => result.Undecided.Contains(acknowledgement.Job));
        return undecided;
    }

    /// <summary>They are not held any more; who observes final outcomes is told of them.</summary>
    public void Settle(ExchangeResult result, List<Acknowledgement> ended)
    {
        if (finals.AreWanted)
        {
            TellFinals(result, ended);
        }

        foreach (var held in holdings.Remove(ended))
        {
            held.Decided!(result.Ignored.Contains(held.Job));
        }
    }

    private void TellFinals(ExchangeResult result, List<Acknowledgement> ended)
    {
        foreach (var (job, end, duration, detail) in ended)
        {
            var held = holdings.Find(job.Id) is { } found && found.Job == job ? found : null;
            var isIgnored = result.Ignored.Contains(job);
            if (isIgnored && held?.Decided is not null)
            {
                // A transaction has completed it.
                finals.Tell(FinalJob.Of(job, JobState.Completed, EndCause.Attempt, duration, detail: null));
            }
            else if (!isIgnored && end.Final() is { } state)
            {
                finals.Tell(FinalJob.Of(job, state, held?.Cause ?? EndCause.Attempt, duration, detail));
            }
        }
    }
}
