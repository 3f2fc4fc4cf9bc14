using Ostinato.Storage;

namespace Ostinato.PostgreSql;

/// <summary>What becomes of acknowledgements, given what became of the transactions in which their jobs were completed. Pure.</summary>
internal sealed class Verdicts
{
    private readonly List<long> _decided = [];

    /// <param name="held">What the process holds.</param>
    /// <param name="ended">What it says.</param>
    /// <param name="committed">The jobs whose completion is committed.</param>
    /// <param name="open">The transactions that had not ended before.</param>
    public Verdicts(HeldLeases held, IReadOnlyList<Acknowledgement> ended, HashSet<long> committed, HashSet<ulong> open)
    {
        var rest = new List<Acknowledgement>(ended.Count);
        foreach (var acknowledgement in ended)
        {
            if (held.CompletionOf(acknowledgement) is not { } pending)
            {
                rest.Add(acknowledgement);
            }
            else if (committed.Contains(pending.Id))
            {
                rest.Add(acknowledgement with { End = AttemptEnd.Completed, Detail = null });
                Committed.Add(pending.Id);
                Overruled.Add(acknowledgement.Job);
                _decided.Add(pending.Id);
            }
            else if (open.Contains(pending.Completion.Transaction))
            {
                Undecided.Add(acknowledgement.Job);
                Open.Add(pending.Completion);
            }
            else
            {
                rest.Add(acknowledgement);
                _decided.Add(pending.Id);
            }
        }

        Acknowledgements = rest;
    }

    private Verdicts(IReadOnlyList<Acknowledgement> ended) => Acknowledgements = ended;

    /// <summary>What is to be written.</summary>
    public IReadOnlyList<Acknowledgement> Acknowledgements { get; }

    /// <summary>The jobs that are completed already, whatever their acknowledgement says.</summary>
    public List<long> Committed { get; } = [];

    public List<ClaimedJob> Overruled { get; } = [];

    public List<ClaimedJob> Undecided { get; } = [];

    /// <summary>The transactions that must end first.</summary>
    public List<PendingCompletion> Open { get; } = [];

    /// <summary>No job was completed in a transaction.</summary>
    public static Verdicts None(IReadOnlyList<Acknowledgement> ended) => new(ended);

    /// <summary>Makes what is in memory follow, once it is written.</summary>
    public void ApplyTo(HeldLeases held) => _decided.ForEach(id => held.Completions.TryRemove(id, out _));
}
