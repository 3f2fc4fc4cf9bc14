using System.Text;
using Microsoft.Data.Sqlite;
using Ostinato.Bench.Jobs;
using Ostinato.Bench.Measuring;

namespace Ostinato.Bench.Floors;

/// <summary>The raw driver with no job system: one table of ids and payloads, the same bytes, the same durability.</summary>
internal sealed class FloorDatabase : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _insert;
    private readonly SqliteParameter _id;
    private readonly SqliteParameter _payload;
    private long _statements;
    private long _commits;

    public FloorDatabase(Scratch scratch)
    {
        _connection = new SqliteConnection($"Data Source={scratch.Database};Pooling=False");
        _connection.Open();
        Execute("pragma journal_mode = wal");
        Execute("pragma synchronous = full");
        Execute("create table job (id integer primary key, payload blob not null)");
        _insert = _connection.CreateCommand();
        _insert.CommandText = "insert into job (id, payload) values ($id, $payload)";
        _id = _insert.Parameters.Add("$id", SqliteType.Integer);
        _payload = _insert.Parameters.Add("$payload", SqliteType.Blob);
    }

    public DatabaseCounts Counts => new(_statements, _commits, _commits, 0);

    /// <summary>Inserts jobs, so many in each commit.</summary>
    public void Insert(int first, int count, int perCommit)
    {
        for (var done = 0; done < count; done += perCommit)
        {
            using var transaction = Begin();
            _insert.Transaction = transaction;
            for (var i = done; i < Math.Min(count, done + perCommit); i++)
            {
                _id.Value = first + i + 1L;
                _payload.Value = Encoding.UTF8.GetBytes(NoOp.Json(first + i));
                _insert.ExecuteNonQuery();
                _statements++;
            }

            Commit(transaction);
        }
    }

    /// <summary>Reads and deletes jobs from the oldest on, so many in each commit, and hands out their payloads.</summary>
    public int Drain(int perCommit, Action<byte[]> handle)
    {
        using var select = Prepared("select id, payload from job order by id limit $limit", "$limit");
        using var delete = Prepared("delete from job where id <= $last", "$last");
        select.Parameters[0].Value = perCommit;
        for (var total = 0; ;)
        {
            using var transaction = Begin();
            (select.Transaction, delete.Transaction) = (transaction, transaction);
            var (count, last) = Read(select, handle);
            delete.Parameters[0].Value = last;
            delete.ExecuteNonQuery();
            _statements += 2;
            Commit(transaction);
            total += count;
            if (count < perCommit)
            {
                return total;
            }
        }
    }

    public void Dispose()
    {
        _insert.Dispose();
        _connection.Dispose();
    }

    private static (int Count, long Last) Read(SqliteCommand select, Action<byte[]> handle)
    {
        var (count, last) = (0, 0L);
        using var reader = select.ExecuteReader();
        while (reader.Read())
        {
            last = reader.GetInt64(0);
            handle(reader.GetFieldValue<byte[]>(1));
            count++;
        }

        return (count, last);
    }

    private SqliteCommand Prepared(string sql, string parameter)
    {
        var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.Parameters.Add(parameter, SqliteType.Integer);
        return command;
    }

    private SqliteTransaction Begin()
    {
        _statements++;
        return _connection.BeginTransaction(deferred: false);
    }

    private void Commit(SqliteTransaction transaction)
    {
        transaction.Commit();
        _statements++;
        _commits++;
    }

    private void Execute(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
