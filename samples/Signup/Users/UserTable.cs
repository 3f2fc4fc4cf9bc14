using System.Data.Common;
using System.Globalization;
using Dapper;

namespace Signup.Users;

/// <summary>What the application asks of its table of users.</summary>
public sealed class UserTable(Database database)
{
    private const string Columns = "id, email, name, signed_up_at AS SignedUpAt, welcomed_at AS WelcomedAt";

    /// <summary>Stores a user in the caller's transaction; null when the address has signed up before.</summary>
    public static Task<long?> AddAsync(NewUser user, DbTransaction transaction) =>
        transaction.Connection!.QuerySingleOrDefaultAsync<long?>(
            "INSERT INTO users (email, name, signed_up_at) VALUES (@Email, @Name, @Now) ON CONFLICT DO NOTHING RETURNING id",
            new { user.Email, user.Name, Now = Now() }, transaction);

    public async Task<User?> FindAsync(long id, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        return await connection.QuerySingleOrDefaultAsync<User>($"SELECT {Columns} FROM users WHERE id = @id", new { id });
    }

    public async Task<IEnumerable<User>> NewestAsync(int limit, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        return await connection.QueryAsync<User>($"SELECT {Columns} FROM users ORDER BY id DESC LIMIT @limit", new { limit });
    }

    public async Task<(long Users, long Welcomed)> CountAsync(CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        return await connection.QuerySingleAsync<(long, long)>("SELECT count(*), count(welcomed_at) FROM users");
    }

    public async Task SetWelcomedAsync(long id, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        await connection.ExecuteAsync("UPDATE users SET welcomed_at = @now WHERE id = @id", new { id, now = Now() });
    }

    private static string Now() => DateTime.UtcNow.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
