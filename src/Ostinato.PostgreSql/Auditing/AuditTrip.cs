using Ostinato.Storage;

namespace Ostinato.PostgreSql;

/// <summary>Writes rows of the audit log, in the transaction of the change that they tell of.</summary>
internal static class AuditTrip
{
    /// <summary>Adds the statement that writes a row; none where there is no row.</summary>
    public static Trip AddAudit(this Trip trip, SqlFile sql, NewAuditEntry? entry) => entry is null ? trip : trip
        .Add(sql["add"])
        .With(Clean(entry.Actor)).With(Clean(entry.Action)).With(Clean(entry.Target)).With(entry.Count).With(Clean(entry.Reason))
        .With(Clean(entry.Outcome)).WithNullable(entry.Undoes).WithNullable(entry.Undo?.ToArray());

    /// <summary>Writes a row, if there is one.</summary>
    /// <returns>False where the change must not be made: what it undoes was undone before.</returns>
    public static async Task<bool> WriteAsync(Link link, SqlFile sql, NewAuditEntry? entry)
    {
        if (entry is null)
        {
            return true;
        }

        await using var trip = link.Trip().AddAudit(sql, entry);
        return await trip.ScalarAsync<long?>().ConfigureAwait(false) is not null;
    }

    /// <summary>Makes a change and writes its row, if there is one, both or neither.</summary>
    /// <param name="link">Where.</param>
    /// <param name="sql">The statements of the audit log.</param>
    /// <param name="change">Makes the change, and says whether there was any.</param>
    /// <param name="entry">The row; null for none.</param>
    /// <returns>Whether it was made.</returns>
    public static async Task<bool> ChangeAsync(Link link, SqlFile sql, Func<Link, Task<bool>> change, NewAuditEntry? entry)
    {
        if (entry is null)
        {
            return await change(link).ConfigureAwait(false);
        }

        await using var transaction = await link.BeginAsync(CancellationToken.None).ConfigureAwait(false);
        if (!await change(link).ConfigureAwait(false) || !await WriteAsync(link, sql, entry).ConfigureAwait(false))
        {
            return false;
        }

        await transaction.CommitAsync().ConfigureAwait(false);
        return true;
    }

    // Text in PostgreSQL holds no U+0000.
    public static string? Clean(string? text) => text?.Replace('\0', '\uFFFD');
}
