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

    private async Task<((int Kind, int Queue) Numbers, JobInfo? Job)> GetAsync(Link link, long id)
    {
        await using var trip = link.Trip()
            .Add(sql["pin"])
            .Add(sql["get"]).With(id)
            .Add(sql["errors"]).With(id)
            .Add(sql["result"]).With(id);
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
        return (numbers, job with { Errors = errors, Result = result });
    }

    private static async Task<List<AttemptError>> ErrorsAsync(NpgsqlDataReader reader)
    {
        var errors = new List<AttemptError>();
        while (await reader.ReadAsync().ConfigureAwait(false))
        {
            errors.Add(new AttemptError(
                reader.GetInt32(0), Instants.Of(reader.GetDateTime(1)), reader.GetString(2), reader.GetString(3),
                reader.IsDBNull(4) ? null : reader.GetString(4)));
        }

        return errors;
    }
}
