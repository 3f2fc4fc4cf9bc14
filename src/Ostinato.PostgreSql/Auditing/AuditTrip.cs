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

    // Text in PostgreSQL holds no U+0000.
    public static string? Clean(string? text) => text?.Replace('\0', '\uFFFD');
}
