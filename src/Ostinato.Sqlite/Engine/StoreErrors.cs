using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Ostinato.Sqlite;

/// <summary>Says in words what the engine says in numbers: which file, what is wrong, and the remedy.</summary>
internal static class StoreErrors
{
    /// <summary>Whether every operation would fail alike, so that trying them one by one is of no use.</summary>
    public static bool IsOfTheFile(Exception error) => error is SqliteException { SqliteErrorCode: var code }
        && code is raw.SQLITE_BUSY or raw.SQLITE_READONLY or raw.SQLITE_IOERR or raw.SQLITE_CORRUPT or raw.SQLITE_FULL
            or raw.SQLITE_CANTOPEN or raw.SQLITE_NOTADB;

    public static bool IsLocked(Exception error) => error is SqliteException { SqliteErrorCode: raw.SQLITE_BUSY };

    /// <summary>The error to give to the caller of an operation.</summary>
    public static Exception Explain(Exception error, StoreFile file) => error is SqliteException sqlite && Words(sqlite, file) is { } words
        ? sqlite.SqliteErrorCode switch
        {
            raw.SQLITE_BUSY => new TimeoutException(words, error),
            raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB => new InvalidDataException(words, error),
            _ => new IOException(words, error),
        }
        : error;

    /// <summary>The error to give to who starts the store.</summary>
    public static Exception ExplainStart(Exception error, StoreFile file) => error is SqliteException sqlite
        ? new OstinatoConfigurationException(
            "The SQLite store cannot be opened: " + (Words(sqlite, file) ?? $"'{file.Path}': {sqlite.Message}"), error)
        : error;

    private static string? Words(SqliteException error, StoreFile file) => error.SqliteErrorCode switch
    {
        raw.SQLITE_BUSY =>
            $"'{file.Path}' was locked for writing by another connection for {file.Options.BusyTimeout.TotalSeconds:0.#} s. Look for a "
            + "program or a transaction of your own that stays open on it; a job enqueued inside a transaction must be given it.",
        raw.SQLITE_READONLY => $"'{file.Path}' cannot be written: {error.Message} Allow this user to write the file and its folder.",
        raw.SQLITE_FULL =>
            $"the disk that holds '{file.Path}' is full. Nothing was written. Free some space; the store goes on as soon as it can.",
        raw.SQLITE_CANTOPEN => Directory.Exists(Folder(file))
            ? $"'{file.Path}' cannot be opened. "
                + (file.Options.CreateSchema ? "Allow this user to read and write it." : "Create it, or set CreateSchema to true.")
            : $"the folder of '{file.Path}' does not exist. Create '{Folder(file)}'.",
        raw.SQLITE_NOTADB => $"'{file.Path}' is not an SQLite database. Name another file, or move this one away.",
        raw.SQLITE_CORRUPT => $"'{file.Path}' is damaged: {error.Message} Restore it from a backup.",
        raw.SQLITE_IOERR => $"'{file.Path}' could not be read or written: {error.Message} Look at the disk that holds it.",
        _ => null,
    };

    private static string Folder(StoreFile file) => Path.GetDirectoryName(Path.GetFullPath(file.Path)) ?? "/";
}
