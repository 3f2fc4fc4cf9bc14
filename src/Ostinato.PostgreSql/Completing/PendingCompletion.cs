namespace Ostinato.PostgreSql;

/// <summary>A completion in a transaction that had not ended when this process looked last.</summary>
/// <param name="Claim">Which claim took the job.</param>
/// <param name="Transaction">The transaction.</param>
internal sealed record PendingCompletion(long Claim, ulong Transaction)
{
    /// <summary>Whether somebody waits for its end.</summary>
    public bool IsWatched { get; set; }
}
