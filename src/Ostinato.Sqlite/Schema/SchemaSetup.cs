namespace Ostinato.Sqlite;

/// <summary>Makes sure that a file has the tables of this version before anything else is done with it.</summary>
internal sealed class SchemaSetup(StoreFile file, Database database, WriteLock writeLock, bool mayCreate)
{
    private const int Version = 2;
    private static readonly SqlFile Sql = SqlFile.Load("Schema");
    private static readonly TimeSpan RetryAfter = TimeSpan.FromMilliseconds(10);

    public void Run()
    {
        RequireWriteAheadLog();
        if (StoredVersion() is { } known)
        {
            Require(known);
            RemoveStatistics();
            return;
        }

        if (!mayCreate)
        {
            throw new OstinatoConfigurationException(file.Options.CreateSchema
                ? $"'{file.Path}' has lost its Ostinato tables. Put the file back that was there when the store was opened, or start again."
                : $"The SQLite store cannot be opened: '{file.Path}' has no Ostinato tables. Start once with CreateSchema set to true.");
        }

        Create();
    }

    private void Create() => Write(() =>
    {
        // Another process may have been quicker.
        if (StoredVersion() is not { } known)
        {
            database.Execute(Sql["create"]);
        }
        else
        {
            Require(known);
        }
    });

    private void RemoveStatistics()
    {
        var statistics = new PlannerStatistics(database);
        if (statistics.AreThere())
        {
            Write(statistics.Remove);
        }
    }

    private void Write(Action work)
    {
        // The lock is waited for in its own way; after this nothing else waits in the engine's.
        database.WaitForLocks(TimeSpan.Zero);
        writeLock.Begin();
        try
        {
            work();
            database.Execute("commit");
        }
        catch
        {
            if (database.IsInTransaction)
            {
                database.Execute("rollback");
            }

            throw;
        }
    }

    private long? StoredVersion()
    {
        using var exists = database.Prepare(Sql["exists"]);
        if (exists.Scalar() is null)
        {
            return null;
        }

        using var version = database.Prepare(Sql["version"]);
        return version.Scalar();
    }

    private void Require(long known)
    {
        if (known != Version)
        {
            throw new OstinatoConfigurationException(
                $"The SQLite store cannot be opened: '{file.Path}' has Ostinato tables of version {known}, and this program knows "
                + $"version {Version}. " + (known > Version
                    ? "Update the program."
                    : "No way leads from one to the other: let the program that made them finish its jobs, then move the file away."));
        }
    }

    // While processes start together the engine may report a lock at once instead of waiting for it: two of them waiting
    // for each other would never end.
    private void RequireWriteAheadLog()
    {
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            try
            {
                using var mode = database.Prepare("pragma journal_mode = wal");
                if (mode.Read() && mode.Text(0) == "wal")
                {
                    return;
                }

                throw new OstinatoConfigurationException(
                    $"The SQLite store cannot be opened: '{file.Path}' cannot use a write-ahead log. Put it on a local disk.");
            }
            catch (Exception error) when (
                StoreErrors.IsLocked(error) && TimeProvider.System.GetElapsedTime(started) < file.Options.BusyTimeout)
            {
                RealTime.Wait(RetryAfter);
            }
        }
    }
}
