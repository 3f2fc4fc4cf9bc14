using System.Text;

namespace Ostinato.Chaos.Worker;

/// <summary>What happened, written outside the store. A line that was written survives the death of its process.</summary>
public sealed class Ledger : IDisposable
{
    private readonly FileStream _file;
    private readonly Lock _lock = new();

    /// <summary>Opens the ledger of this process.</summary>
    public Ledger(string path) => _file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);

    /// <summary>Adds one line: what, the job's number, the attempt, and the time.</summary>
    public void Write(string what, int number, int attempt)
    {
        var line = Encoding.UTF8.GetBytes($"{what} {number} {attempt} {TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds()}\n");
        lock (_lock)
        {
            _file.Write(line);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
