using System.Text;
using SQLitePCL;

namespace Ostinato.Sqlite;

/// <summary>One prepared statement: set every parameter, then <see cref="Run"/> it or <see cref="Read"/> its rows.</summary>
internal sealed class Statement(Database database, string sql) : IDisposable
{
    private sqlite3_stmt? _prepared;
    private bool _isOpen;

    public string Sql => sql;

    private sqlite3_stmt Prepared => _prepared ?? Prepare();

    public Statement Set(int index, long value)
    {
        Close();
        database.Check(raw.sqlite3_bind_int64(Prepared, index, value));
        return this;
    }

    public Statement Set(int index, long? value) => value is { } known ? Set(index, known) : SetNull(index);

    public Statement Set(int index, ReadOnlySpan<byte> value)
    {
        Close();
        database.Check(value.IsEmpty ? raw.sqlite3_bind_zeroblob(Prepared, index, 0) : raw.sqlite3_bind_blob(Prepared, index, value));
        return this;
    }

    public Statement Set(int index, string? value)
    {
        if (value is null)
        {
            return SetNull(index);
        }

        // By length, as text may hold U+0000. An empty span would be taken for null.
        Close();
        database.Check(value.Length == 0
            ? raw.sqlite3_bind_text(Prepared, index, "")
            : raw.sqlite3_bind_text(Prepared, index, (ReadOnlySpan<byte>)Encoding.UTF8.GetBytes(value)));
        return this;
    }

    public Statement SetNull(int index)
    {
        Close();
        database.Check(raw.sqlite3_bind_null(Prepared, index));
        return this;
    }

    /// <summary>Runs it to its end.</summary>
    public void Run()
    {
        while (Read())
        {
        }
    }

    /// <summary>Runs it to its end, unless the file is locked by another connection; says whether it ran.</summary>
    public bool TryRun()
    {
        database.Statistics.CountStatement();
        var code = raw.sqlite3_step(Prepared);
        raw.sqlite3_reset(Prepared);
        if ((code & 0xff) == raw.SQLITE_BUSY)
        {
            return false;
        }

        database.Check(code);
        return true;
    }

    /// <summary>Runs it to its end and says how many rows it changed.</summary>
    public int Change()
    {
        Run();
        return raw.sqlite3_changes(database.Handle);
    }

    /// <summary>Goes to the next row. After the last one it is ready for its next use; leaving earlier needs <see cref="Close"/>.</summary>
    public bool Read()
    {
        if (!_isOpen)
        {
            _isOpen = true;
            database.Statistics.CountStatement();
        }

        var code = raw.sqlite3_step(Prepared);
        if (code == raw.SQLITE_ROW)
        {
            return true;
        }

        if (code != raw.SQLITE_DONE)
        {
            // The reset comes after the check: it would clear what the engine has to say about the error.
            database.Check(code);
        }

        Close();
        return false;
    }

    /// <summary>The first column of the first row; null when there is no row.</summary>
    public long? Scalar()
    {
        long? value = Read() ? Long(0) : null;
        Close();
        return value;
    }

    public bool IsNull(int column) => raw.sqlite3_column_type(_prepared!, column) == raw.SQLITE_NULL;

    public long Long(int column) => raw.sqlite3_column_int64(_prepared!, column);

    public int Int(int column) => raw.sqlite3_column_int(_prepared!, column);

    public long? LongOrNull(int column) => IsNull(column) ? null : Long(column);

    public byte[] Bytes(int column) => raw.sqlite3_column_blob(_prepared!, column).ToArray();

    /// <summary>Text as a whole; the engine's own way of reading text ends at U+0000.</summary>
    public string Text(int column)
    {
        // Asking for text turns what a database in UTF-16 holds into UTF-8; the bytes are read from that.
        _ = raw.sqlite3_column_text(_prepared!, column);
        return Encoding.UTF8.GetString(raw.sqlite3_column_blob(_prepared!, column));
    }

    public string? TextOrNull(int column) => IsNull(column) ? null : Text(column);

    /// <summary>Makes it ready for its next use.</summary>
    public void Close()
    {
        if (_isOpen)
        {
            _isOpen = false;
            raw.sqlite3_reset(_prepared!);
        }
    }

    /// <summary>Lets go of what was set, so that large values are not kept.</summary>
    public void Forget()
    {
        Close();
        if (_prepared is not null)
        {
            database.Check(raw.sqlite3_clear_bindings(_prepared));
        }
    }

    public void Dispose()
    {
        _prepared?.Dispose();
        _prepared = null;
        _isOpen = false;
    }

    private sqlite3_stmt Prepare()
    {
        database.Check(raw.sqlite3_prepare_v2(database.Handle, sql, out var prepared));
        return _prepared = prepared;
    }
}
