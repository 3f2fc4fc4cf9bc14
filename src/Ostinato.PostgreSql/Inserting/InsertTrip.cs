using System.Runtime.InteropServices;
using Npgsql;
using Ostinato.Storage;

namespace Ostinato.PostgreSql;

/// <summary>Writes an insertion in one trip, and reads what became of the jobs that claim a key.</summary>
internal sealed class InsertTrip(SqlFile sql, Names kinds, Names queues)
{
    /// <param name="trip">An empty trip.</param>
    /// <param name="insertion">What to store.</param>
    /// <param name="isInTransaction">Whether the trip is part of a caller's transaction, whose number is wanted.</param>
    /// <param name="ct">Cancels.</param>
    public async Task<InsertedJob[]> RunAsync(Trip trip, Insertion insertion, bool isInTransaction, CancellationToken ct)
    {
        int[] oneByOne = [.. insertion.OneByOne];
        var isNumbered = Add(trip, insertion, isInTransaction, oneByOne);
        var reader = await trip.ReadAsync(ct).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            if (isNumbered && await reader.ReadAsync(ct).ConfigureAwait(false))
            {
                insertion.Transaction = reader.GetFieldValue<ulong>(0);
                await reader.NextResultAsync(ct).ConfigureAwait(false);
            }

            return oneByOne.Length == 0
                ? insertion.Answers()
                : await ReadAsync(reader, insertion, oneByOne, ct).ConfigureAwait(false);
        }
    }

    // Says whether the first answer is the number of the transaction.
    private bool Add(Trip trip, Insertion insertion, bool isInTransaction, int[] oneByOne)
    {
        if (insertion.Jobs.Count == 1 && insertion.Groups[0] is { HasUnique: false, IsTimed: false })
        {
            AddOne(trip, insertion, insertion.Jobs[0]);
            return true;
        }

        if (isInTransaction)
        {
            trip.Add(sql["transaction"]);
        }

        AddPlain(trip, insertion);
        AddTimed(trip, insertion);
        AddOneByOne(trip, insertion, oneByOne);
        return isInTransaction;
    }

    private void AddOne(Trip trip, Insertion insertion, NewJob job) => trip.Add(sql["insert_one"])
        .With(insertion.IdOf(0)).With(kinds.Known(job.Name)).With(queues.Known(job.Queue)).With((short)job.Priority)
        .WithNullable(job.Headers.IsEmpty ? null : Bytes(job.Headers)).WithNullable(Bytes(job.Payload));

    private void AddPlain(Trip trip, Insertion insertion)
    {
        var groups = insertion.Groups.Where(group => !group.HasUnique).ToList();
        if (groups.Count == 0)
        {
            return;
        }

        int[] jobs = [.. groups.SelectMany(group => group.Jobs)];
        trip.Add(sql["insert"]);
        AddBodies(trip, insertion, jobs);
        AddPlaces(trip, groups.FindAll(group => !group.IsTimed));
    }

    private void AddTimed(Trip trip, Insertion insertion)
    {
        var groups = insertion.Groups.Where(group => group is { IsTimed: true, HasUnique: false }).ToList();
        if (groups.Count == 0)
        {
            return;
        }

        trip.Add(sql["insert_timed"]);
        AddPlaces(trip, groups);
        DueTime[] times = [.. groups.SelectMany(group => group.Ranges.Select(_ => group.Due))];
        AddTimes(trip, times);
    }

    private void AddOneByOne(Trip trip, Insertion insertion, int[] jobs)
    {
        if (jobs.Length == 0)
        {
            return;
        }

        UniqueClaim?[] claims = [.. jobs.Select(job => insertion.Jobs[job].Unique)];
        byte[]?[] keys = Array.ConvertAll(claims, claim => claim is null ? null : Bytes(claim.Key));
        trip.Add(sql["lock_keys"]).With([.. keys.OfType<byte[]>()]);
        int[] replaces = Array.ConvertAll(claims, claim => (int)(claim?.Replace ?? UniqueReplace.None));
        insertion.Replaces = replaces.AsSpan().ContainsAnyExcept(0);
        trip.Add(sql[insertion.Replaces ? "insert_or_replace" : "insert_unique"]);
        AddBodies(trip, insertion, jobs);
        AddTimes(trip, [.. jobs.Select(job => insertion.Jobs[job].Due)]);
        trip.With(keys)
            .With(Array.ConvertAll(claims, claim => (int)(claim?.While ?? JobStates.None)))
            .With(Array.ConvertAll(claims, claim => claim?.For is { } period ? Instants.Bounded(period) : default(TimeSpan?)));
        if (insertion.Replaces)
        {
            trip.With(replaces);
        }
    }

    private void AddBodies(Trip trip, Insertion insertion, int[] jobs)
    {
        var bodies = insertion.Jobs;
        trip.With(Array.ConvertAll(jobs, insertion.IdOf))
            .With(Array.ConvertAll(jobs, job => kinds.Known(bodies[job].Name)))
            .With(Array.ConvertAll(jobs, job => queues.Known(bodies[job].Queue)))
            .With(Array.ConvertAll(jobs, job => (short)bodies[job].Priority))
            .With(Array.ConvertAll(jobs, job => bodies[job].Headers.IsEmpty ? null : Bytes(bodies[job].Headers)))
            .With(Array.ConvertAll(jobs, job => (byte[]?)Bytes(bodies[job].Payload)));
    }

    private void AddPlaces(Trip trip, List<InsertionGroup> groups)
    {
        var places = groups.SelectMany(group => group.Ranges.Select(range => (Group: group, Range: range))).ToArray();
        trip.With(Array.ConvertAll(places, place => place.Range.Low))
            .With(Array.ConvertAll(places, place => place.Range.Count))
            .With(Array.ConvertAll(places, place => queues.Known(place.Group.Queue)))
            .With(Array.ConvertAll(places, place => (short)place.Group.Priority));
    }

    private static void AddTimes(Trip trip, DueTime[] times) => trip
        .With(Array.ConvertAll(times, due => due.At is { } at ? Instants.Ceiling(at) : default(DateTime?)))
        .With(Array.ConvertAll(times, due => due.In is { } wait ? Instants.Bounded(wait) : default(TimeSpan?)));

    private static async Task<InsertedJob[]> ReadAsync(
        NpgsqlDataReader reader, Insertion insertion, int[] oneByOne, CancellationToken ct)
    {
        // Past the answer of the locks.
        await reader.NextResultAsync(ct).ConfigureAwait(false);
        var answers = insertion.Answers();
        foreach (var job in oneByOne)
        {
            await reader.ReadAsync(ct).ConfigureAwait(false);
            var holder = reader.GetInt64(0);
            answers[job] = new InsertedJob(new JobId(holder), IsDuplicate: holder != insertion.IdOf(job))
            {
                IsReplaced = insertion.Replaces && reader.GetBoolean(1),
            };
        }

        return answers;
    }

    private static byte[] Bytes(ReadOnlyMemory<byte> memory) =>
        MemoryMarshal.TryGetArray(memory, out var segment) && segment.Array is { } array && array.Length == memory.Length
            ? array
            : memory.ToArray();
}
