namespace Ostinato.PostgreSql;

/// <summary>How much was asked of the server.</summary>
internal sealed class TripCount
{
    private long _trips;
    private long _statements;

    public long Trips => Volatile.Read(ref _trips);

    public long Statements => Volatile.Read(ref _statements);

    public void Add(int statements)
    {
        Interlocked.Increment(ref _trips);
        Interlocked.Add(ref _statements, statements);
    }
}
