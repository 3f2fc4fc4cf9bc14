using Microsoft.Data.Sqlite;

namespace Ostinato.Sqlite.Tests.Conformance;

/// <summary>Looks beneath the port: every id is in one range of one place, and all that stands beside agrees with it.</summary>
internal static class PlaceCheck
{
    private const int Shown = 5;
    private static readonly SqlFile Sql = SqlFile.Load("PlaceCheck", typeof(PlaceCheck).Assembly);

    public static void Run(string connectionString)
    {
        using var connection = new SqliteConnection(connectionString);
        connection.Open();
        using var transaction = connection.BeginTransaction(deferred: true);
        foreach (var (name, sql) in Sql.Statements)
        {
            Find(connection, sql).ShouldBeEmpty(name);
        }

        FindWrongDurations(connection).ShouldBeEmpty("durations");
    }

    private static List<string> Find(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var found = new List<string>();
        while (found.Count < Shown && reader.Read())
        {
            found.Add(reader.GetString(0));
        }

        return found;
    }

    // One duration a job: the bytes without a high bit are the last ones of each.
    private static List<string> FindWrongDurations(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "select lo, n, durations from ostinato_done where durations is not null";
        using var reader = command.ExecuteReader();
        var found = new List<string>();
        while (reader.Read())
        {
            var count = reader.GetFieldValue<byte[]>(2).Count(part => part < 0x80);
            if (count != reader.GetInt32(1))
            {
                found.Add($"done {reader.GetInt64(0)}+{reader.GetInt32(1)} has {count} durations");
            }
        }

        return found;
    }
}
