using Microsoft.Extensions.Logging;

namespace Ostinato.Sqlite;

/// <summary>
/// Makes sure that a file has the tables of this version before anything else is done with it. Tables of an older version get what they
/// lack, under the write lock and in one transaction, while the processes of that version go on.
/// </summary>
internal sealed class SchemaSetup(StoreFile file, Database database, WriteLock writeLock, ILogger log, bool mayCreate)
{
    private static readonly SqlFile Sql = SqlFile.Load("Schema");
    private static readonly TimeSpan RetryAfter = TimeSpan.FromMilliseconds(10);

    public void Run()
    {
        RequireWriteAheadLog();
        if (StoredVersion() is not { } known)
        {
            RequireLeave();
            Migrate();
        }
        else if (known < Migration.Latest)
        {
            RequireLeave(known);
            Migrate();
        }
        else
        {
            RequireServed(known);
        }

        RemoveStatistics();
    }

    private void Migrate()
    {
        long? from = null;
        Write(() =>
        {
            // Another process may have been quicker.
            from = StoredVersion();
            foreach (var migration in Migration.All.Where(migration => migration.Version > (from ?? 0)))
            {
                database.Execute(migration.Sql);
            }

            Stamp(Math.Max(from ?? 0, Migration.Latest));
        });

        if (from < Migration.Latest)
        {
            Log.Migrated(log, file.Path, from.Value, Migration.Latest);
        }
    }

    private void Stamp(long version)
    {
        using var stamp = database.Prepare(Sql["stamp"]);
        stamp.Set(1, version).Run();
    }

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

    private long? StoredVersion() => Scalar("exists") is null ? null : Scalar("version");

    private long? Scalar(string name)
    {
        using var statement = database.Prepare(Sql[name]);
        return statement.Scalar();
    }

    private void RequireLeave()
    {
        if (!mayCreate)
        {
            throw Refusal(file.Options.CreateSchema
                ? $"'{file.Path}' has lost its Ostinato tables. Put the file back that was there when the store was opened, or start again."
                : $"'{file.Path}' has no Ostinato tables. Start once with CreateSchema set to true.");
        }
    }

    private void RequireLeave(long known)
    {
        if (!mayCreate)
        {
            throw Refusal(
                $"'{file.Path}' has Ostinato tables of version {known}, and this program needs version {Migration.Latest}. "
                + "Start once with CreateSchema set to true; programs of the older version go on working.");
        }
    }

    private void RequireServed(long known)
    {
        if (known > Migration.Latest && Scalar("serves") > Migration.Latest)
        {
            throw Refusal(
                $"'{file.Path}' has Ostinato tables of version {known}, and this program knows version {Migration.Latest}. "
                + "Update the program.");
        }
    }

    private static OstinatoConfigurationException Refusal(string why) => new("The SQLite store cannot be opened: " + why);

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
