using Microsoft.Extensions.Logging;
using Npgsql;

namespace Ostinato.PostgreSql;

/// <summary>Changes partitions where the server lets it, and says once what it does not let.</summary>
/// <remarks>
/// A change waits for a tenth of a second at most; when somebody is in the way there is another time. Whatever else the server has against
/// it, jobs can still be removed one by one.
/// </remarks>
internal sealed class PartChanges(Links links, ILogger logger)
{
    private readonly HashSet<string> _refused = [];

    public async ValueTask<PartChange> TryAsync(Func<Link, Task<int>> change, string what, CancellationToken ct)
    {
        try
        {
            await links.RunAsync(change, ct).ConfigureAwait(false);
            _refused.Remove(what);
            return PartChange.Made;
        }
        catch (PostgresException error) when (error.SqlState is PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.CheckViolation)
        {
            Log.PartNotChanged(logger, what, error);
            return PartChange.PutOff;
        }
        catch (Exception error)
            when ((error as PostgresException ?? error.InnerException) is PostgresException said && !StoreErrors.IsBroken(said))
        {
            Refuse(what, error);
            return PartChange.Refused;
        }
    }

    public void Refuse(string what, Exception? error)
    {
        if (_refused.Add(what))
        {
            Log.PartsRefused(logger, what, error);
        }
    }
}

/// <summary>What came of a change to a partition.</summary>
internal enum PartChange
{
    Made,
    PutOff,
    Refused,
}
