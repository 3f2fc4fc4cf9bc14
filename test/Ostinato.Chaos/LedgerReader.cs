using System.Globalization;

namespace Ostinato.Chaos;

/// <summary>One line of a ledger.</summary>
internal sealed record LedgerLine(string What, int Number, int Attempt, long At, int Worker);

/// <summary>Reads what the workers wrote; a last line that was cut by a kill is left out.</summary>
internal static class LedgerReader
{
    public static List<LedgerLine> Read(WorkerProcess worker)
    {
        if (!File.Exists(worker.LedgerPath))
        {
            return [];
        }

        using var file = new FileStream(worker.LedgerPath, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(file);
        var text = reader.ReadToEnd();
        return [.. text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => Parse(line, worker.Number))];
    }

    public static long LengthOf(WorkerProcess worker) => new FileInfo(worker.LedgerPath) is { Exists: true } file ? file.Length : 0;

    private static LedgerLine Parse(string line, int worker)
    {
        var parts = line.Split(' ');
        return new(parts[0], Number(parts[1]), Number(parts[2]), long.Parse(parts[3], CultureInfo.InvariantCulture), worker);
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
