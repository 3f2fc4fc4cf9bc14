using Npgsql;

namespace Ostinato.PostgreSql;

/// <summary>Says everything that is known of one job.</summary>
internal sealed class JobReader(Links links, SqlFile sql, Names kinds, Names queues)
{
    public async ValueTask<JobInfo?> GetAsync(long id, CancellationToken ct)
    {
        var (numbers, job) = await links.RunAsync(link => GetAsync(link, id), ct).ConfigureAwait(false);
        if (job is null)
        {
            return null;
        }

        await kinds.LearnAsync([numbers.Kind], ct).ConfigureAwait(false);
        await queues.LearnAsync([numbers.Queue], ct).ConfigureAwait(false);
        return job with { Name = kinds.NameOf(numbers.Kind), Queue = queues.NameOf(numbers.Queue) };
    }

    public ValueTask<IReadOnlyDictionary<JobId, AttemptError>> LastErrorsAsync(long[] ids, CancellationToken ct) =>
        links.RunAsync(link => LastErrorsAsync(link, ids), ct);

    private async Task<IReadOnlyDictionary<JobId, AttemptError>> LastErrorsAsync(Link link, long[] ids)
    {
        await using var trip = link.Trip().Add(sql["pin"]).Add(sql["last_errors"]).With(ids);
        await using var reader = await trip.ReadAsync().ConfigureAwait(false);
        await reader.NextResultAsync().ConfigureAwait(false);
        var errors = new Dictionary<JobId, AttemptError>();
        while (await reader.ReadAsync().ConfigureAwait(false))
        {
            errors[new JobId(reader.GetInt64(0))] = Error(reader, first: 1);
        }

        return errors;
    }

    private async Task<((int Kind, int Queue) Numbers, JobInfo? Job)> GetAsync(Link link, long id)
    {
        await using var trip = link.Trip()
            .Add(sql["pin"])
            .Add(sql["get"]).With(id)
            .Add(sql["errors"]).With(id)
            .Add(sql["result"]).With(id)
            .Add(sql["notes"]).With(id);
        await using var reader = await trip.ReadAsync().ConfigureAwait(false);
        await reader.NextResultAsync().ConfigureAwait(false);
        if (!await reader.ReadAsync().ConfigureAwait(false))
        {
            return default;
        }

        var (numbers, job) = (JobRow.Numbers(reader, 0), JobRow.Read(reader, 0));
        await reader.NextResultAsync().ConfigureAwait(false);
        var errors = await ErrorsAsync(reader).ConfigureAwait(false);
        await reader.NextResultAsync().ConfigureAwait(false);
        var result = await reader.ReadAsync().ConfigureAwait(false) ? reader.GetFieldValue<byte[]>(0) : default(ReadOnlyMemory<byte>?);
        await reader.NextResultAsync().ConfigureAwait(false);
        var notes = await PostgreSqlNotes.ReadAsync(reader).ConfigureAwait(false);
        return (numbers, job with { Errors = errors, Result = result, Notes = notes });
    }

    private static async Task<List<AttemptError>> ErrorsAsync(NpgsqlDataReader reader)
    {
        var errors = new List<AttemptError>();
        while (await reader.ReadAsync().ConfigureAwait(false))
        {
            errors.Add(Error(reader, first: 0));
        }

        return errors;
    }

    private static AttemptError Error(NpgsqlDataReader row, int first) => new(
        row.GetInt32(first), Instants.Of(row.GetDateTime(first + 1)), row.GetString(first + 2), row.GetString(first + 3),
        row.IsDBNull(first + 4) ? null : row.GetString(first + 4));
}
