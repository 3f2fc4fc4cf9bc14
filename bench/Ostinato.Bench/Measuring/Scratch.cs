namespace Ostinato.Bench.Measuring;

/// <summary>A folder for a database, gone when it is disposed of.</summary>
internal sealed class Scratch : IDisposable
{
    private readonly DirectoryInfo _folder;

    public Scratch(Arguments arguments)
    {
        _folder = arguments.Folder is { } parent
            ? Directory.CreateDirectory(Path.Combine(parent, $"ostinato-bench-{Environment.ProcessId}"))
            : Directory.CreateTempSubdirectory("ostinato-bench-");
        FlushMilliseconds = DiskFlush.Milliseconds(Path.Combine(_folder.FullName, "flush"));
    }

    /// <summary>What a flush to this disk took just before the run; every durable commit pays it.</summary>
    public double FlushMilliseconds { get; }

    public string Database => Path.Combine(_folder.FullName, "bench.db");

    public void Dispose()
    {
        _folder.Refresh();
        if (_folder.Exists)
        {
            _folder.Delete(recursive: true);
        }
    }
}
