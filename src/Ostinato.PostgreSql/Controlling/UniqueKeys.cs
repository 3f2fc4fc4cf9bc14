namespace Ostinato.PostgreSql;

/// <summary>Takes the unique key of a job again that comes back to life.</summary>
internal static class UniqueKeys
{
    /// <returns>False where another job keeps it.</returns>
    public static async Task<bool> TakeAsync(Link link, SqlFile sql, long id)
    {
        await using var trip = link.Trip().Add(sql["lock_key"]).With(id).Add(sql["take_key"]).With(id);
        await using var reader = await trip.ReadAsync().ConfigureAwait(false);
        await reader.NextResultAsync().ConfigureAwait(false);
        return !await reader.ReadAsync().ConfigureAwait(false) || reader.GetInt64(0) == id;
    }
}
