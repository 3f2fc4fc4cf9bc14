using System.Data.Common;
using Npgsql;
using Ostinato.Storage;

namespace Ostinato.PostgreSql;

internal sealed class PostgreSqlInserter(
    Links links, IdBlocks ids, Names kinds, Names queues, InsertTrip insertTrip, CallerTransactions callers, Wakes wakes, SqlFile sql)
    : IJobInserter
{
    public async ValueTask<IReadOnlyList<InsertedJob>> InsertAsync(
        IReadOnlyList<NewJob> jobs, DbTransaction? transaction, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(jobs);
        foreach (var job in jobs)
        {
            NewJobRules.Check(job);
        }

        if (jobs.Count == 0)
        {
            return [];
        }

        var caller = transaction is null
            ? null
            : await callers.CheckAsync(transaction, $"The job '{jobs[0].Name}' cannot be enqueued", ct).ConfigureAwait(false);
        await kinds.AddAsync(jobs.Select(job => job.Name), ct).ConfigureAwait(false);
        await queues.AddAsync(jobs.Select(job => job.Queue), ct).ConfigureAwait(false);
        if (caller is not null)
        {
            return await InsertAsync(caller, jobs, ct).ConfigureAwait(false);
        }

        try
        {
            return await InsertAsync(jobs, ct).ConfigureAwait(false);
        }
        catch (PostgresException error) when (IsTaken(error))
        {
            return await InsertAgainAsync(jobs, ct).ConfigureAwait(false);
        }
    }

    private async ValueTask<InsertedJob[]> InsertAsync(IReadOnlyList<NewJob> jobs, CancellationToken ct)
    {
        var insertion = new Insertion(jobs, await ids.TakeAsync(jobs.Count, ct).ConfigureAwait(false));
        var answers = await InsertAsync(insertion, ct).ConfigureAwait(false);
        wakes.Inserted(insertion);
        return answers;
    }

    private async ValueTask<InsertedJob[]> InsertAgainAsync(IReadOnlyList<NewJob> jobs, CancellationToken ct)
    {
        ids.Forget();
        try
        {
            return await InsertAsync(jobs, ct).ConfigureAwait(false);
        }
        catch (PostgresException error) when (IsTaken(error))
        {
            ids.Forget();
            throw new InvalidDataException(
                "The server gave an id twice. Look whether the sequence job_id was set back, for example by a restored backup.", error);
        }
    }

    // What a caller's transaction cannot try again, it can when it is begun again.
    private async ValueTask<InsertedJob[]> InsertAsync(NpgsqlTransaction caller, IReadOnlyList<NewJob> jobs, CancellationToken ct)
    {
        var insertion = new Insertion(jobs, await ids.TakeAsync(jobs.Count, ct).ConfigureAwait(false));
        try
        {
            return await callers.InsertAsync(caller, insertion, insertTrip, ct).ConfigureAwait(false);
        }
        catch (PostgresException error) when (IsTaken(error))
        {
            ids.Forget();
            throw;
        }
    }

    private async ValueTask<InsertedJob[]> InsertAsync(Insertion insertion, CancellationToken ct)
    {
        var mayBeStored = false;
        return await links.RunAsync(
            async link =>
            {
                try
                {
                    await using var trip = link.Trip();
                    return await insertTrip.RunAsync(trip, insertion, isInTransaction: false, CancellationToken.None).ConfigureAwait(false);
                }
                catch (PostgresException error) when (mayBeStored && IsTaken(error))
                {
                    // The first try was committed, and only its answer was lost.
                    if (await StoredAsync(link, insertion).ConfigureAwait(false) is { } answers)
                    {
                        return answers;
                    }

                    throw;
                }
                catch (Exception error) when (StoreErrors.IsBroken(error))
                {
                    mayBeStored = true;
                    throw;
                }
            },
            ct).ConfigureAwait(false);
    }

    // Whichever place of an id it is that is taken: nothing else of an insertion must be the only one.
    private static bool IsTaken(PostgresException error) => error.SqlState == PostgresErrorCodes.UniqueViolation;

    private async Task<InsertedJob[]?> StoredAsync(Link link, Insertion insertion)
    {
        var answers = insertion.Answers();
        await using var trip = link.Trip().Add(sql["stored"])
            .With(Array.ConvertAll(answers, answer => answer.Id.TryGetNumber(out var id) ? id : 0))
            .With([.. insertion.Jobs.Select(job => job.Unique?.Key.ToArray())])
            .With([.. insertion.Jobs.Select(job => kinds.Known(job.Name))])
            .With([.. insertion.Jobs.Select(job => (byte[]?)job.Payload.ToArray())]);
        await using var reader = await trip.ReadAsync().ConfigureAwait(false);
        for (var job = 0; await reader.ReadAsync().ConfigureAwait(false); job++)
        {
            if (reader.IsDBNull(0))
            {
                return null;
            }

            var holder = reader.GetInt64(0);
            answers[job] = new InsertedJob(new JobId(holder), IsDuplicate: holder != insertion.IdOf(job));
        }

        return answers;
    }
}
