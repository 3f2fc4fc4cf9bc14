using Ostinato.Bench.Servers;

namespace Ostinato.Bench.Measuring;

/// <summary>A folder or a database of one run, gone when it is disposed of.</summary>
internal sealed class Scratch : IAsyncDisposable
{
    private readonly DirectoryInfo _folder;

    private Scratch(DirectoryInfo folder, BenchDatabase? postgreSql)
    {
        (_folder, PostgreSql) = (folder, postgreSql);
        Census = postgreSql is null ? null : new ServerCensus(postgreSql);
        FlushMilliseconds = DiskFlush.Milliseconds(Path.Combine(folder.FullName, "flush"));
    }

    /// <summary>What a flush to this disk took just before the run; every durable commit pays it.</summary>
    public double FlushMilliseconds { get; }

    /// <summary>The database of a run on PostgreSQL.</summary>
    public BenchDatabase? PostgreSql { get; }

    /// <summary>What the server counts.</summary>
    public ServerCensus? Census { get; }

    /// <summary>A file, or how to connect to a server.</summary>
    public string Database => PostgreSql?.ConnectionString ?? Path.Combine(_folder.FullName, "bench.db");

    public static async Task<Scratch> OpenAsync(Arguments arguments)
    {
        var folder = arguments.Folder is { } parent
            ? Directory.CreateDirectory(Path.Combine(parent, $"ostinato-bench-{Environment.ProcessId}"))
            : Directory.CreateTempSubdirectory("ostinato-bench-");
        return new Scratch(folder, arguments.IsOnPostgreSql ? await BenchDatabase.CreateAsync() : null);
    }

    public async ValueTask DisposeAsync()
    {
        if (PostgreSql is not null)
        {
            await PostgreSql.DisposeAsync();
        }

        _folder.Refresh();
        if (_folder.Exists)
        {
            _folder.Delete(recursive: true);
        }
    }
}
