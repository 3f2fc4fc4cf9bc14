using System.Collections.Concurrent;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Signup.Crm;

/// <summary>Somebody else's system, with a database of its own. It is not always well: it refuses every n-th new contact once.</summary>
public sealed class PretendCrm
{
    private readonly string _connectionString;
    private readonly int _refuseEvery;
    private readonly ConcurrentDictionary<long, bool> _refused = new();

    public PretendCrm(string file, int refuseEvery)
    {
        (_connectionString, _refuseEvery) = (new SqliteConnectionStringBuilder { DataSource = file }.ToString(), refuseEvery);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        using var connection = Open();
        connection.Execute(
            "PRAGMA journal_mode = WAL; CREATE TABLE IF NOT EXISTS contacts (id INTEGER PRIMARY KEY, email TEXT NOT NULL, name TEXT NOT NULL)");
    }

    /// <summary>Whether the CRM has one of its weak moments. Only the first call for a contact meets it.</summary>
    public bool Refuses(long id) => _refuseEvery > 0 && id % _refuseEvery == 0 && _refused.TryAdd(id, true);

    /// <summary>Whether the contact is new.</summary>
    public bool Add(Contact contact)
    {
        using var connection = Open();
        return connection.Execute("INSERT INTO contacts VALUES (@Id, @Email, @Name) ON CONFLICT DO NOTHING", contact) == 1;
    }

    public (long Count, IEnumerable<Contact> Newest) List(int limit)
    {
        using var connection = Open();
        return (
            connection.ExecuteScalar<long>("SELECT count(*) FROM contacts"),
            connection.Query<Contact>("SELECT id, email, name FROM contacts ORDER BY id DESC LIMIT @limit", new { limit }));
    }

    private SqliteConnection Open()
    {
        var connection = new SqliteConnection(_connectionString);
        connection.Open();
        connection.Execute("PRAGMA busy_timeout = 10000; PRAGMA synchronous = NORMAL");
        return connection;
    }
}

public static class PretendCrmEndpoints
{
    private const int Newest = 50;

    public static void MapPretendCrm(this WebApplication app)
    {
        app.MapPost("/crm/contacts", (Contact contact, PretendCrm crm) =>
            crm.Refuses(contact.Id) ? Results.StatusCode(StatusCodes.Status503ServiceUnavailable)
            : crm.Add(contact) ? Results.Created("/crm/contacts", contact)
            : Results.Ok(contact));
        app.MapGet("/crm/contacts", (PretendCrm crm) =>
        {
            var (count, newest) = crm.List(Newest);
            return new { count, newest };
        });
    }
}
