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
        var insertion = new Insertion(jobs, await ids.TakeAsync(jobs.Count, ct).ConfigureAwait(false));
        if (caller is not null)
        {
            return await callers.InsertAsync(caller, insertion, insertTrip, ct).ConfigureAwait(false);
        }

        var answers = await InsertAsync(insertion, ct).ConfigureAwait(false);
        wakes.Inserted(insertion);
        return answers;
    }

    private async ValueTask<InsertedJob[]> InsertAsync(Insertion insertion, CancellationToken ct)
    {
        var isSecond = false;
        return await links.RunAsync(
            async link =>
            {
                try
                {
                    await using var trip = link.Trip();
                    return await insertTrip.RunAsync(trip, insertion, isInTransaction: false, CancellationToken.None).ConfigureAwait(false);
                }
                catch (PostgresException error) when (isSecond && error.SqlState == PostgresErrorCodes.UniqueViolation)
                {
                    // The first try was committed, and only its answer was lost.
                    return await StoredAsync(link, insertion).ConfigureAwait(false) ?? throw Unlikely(error);
                }
                finally
                {
                    isSecond = true;
                }
            },
            ct).ConfigureAwait(false);
    }

    private async Task<InsertedJob[]?> StoredAsync(Link link, Insertion insertion)
    {
        var answers = insertion.Answers();
        await using var trip = link.Trip().Add(sql["stored"])
            .With(Array.ConvertAll(answers, answer => answer.Id.TryGetNumber(out var id) ? id : 0))
            .With([.. insertion.Jobs.Select(job => job.Unique?.Key.ToArray())]);
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

    private static InvalidDataException Unlikely(Exception error) =>
        new("The server gave an id twice. Look whether the sequence job_id was set back, for example by a restored backup.", error);
}
