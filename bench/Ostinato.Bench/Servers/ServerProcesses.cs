using System.Globalization;

namespace Ostinato.Bench.Servers;

/// <summary>The processor time of a PostgreSQL server on this machine, as the system tells it.</summary>
internal static class ServerProcesses
{
    private const double TicksPerSecond = 100;
    private const int Parent = 1, UserTime = 11, SystemTime = 12, UserTimeOfEnded = 13, SystemTimeOfEnded = 14;

    /// <summary>The postmaster of a backend; 0 where the server runs elsewhere.</summary>
    public static int PostmasterOf(int backend) => Stat(backend) is { } stat ? (int)stat[Parent] : 0;

    /// <summary>What the postmaster and all its processes have used so far, those that ended as well.</summary>
    public static TimeSpan Cpu(int postmaster)
    {
        if (postmaster == 0 || Stat(postmaster) is not { } own)
        {
            return TimeSpan.Zero;
        }

        var children = Directory.EnumerateDirectories("/proc")
            .Select(folder => int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var process) ? Stat(process) : null)
            .Where(stat => stat is not null && stat[Parent] == postmaster)
            .Sum(stat => stat![UserTime] + stat[SystemTime]);
        return TimeSpan.FromSeconds(
            (own[UserTime] + own[SystemTime] + own[UserTimeOfEnded] + own[SystemTimeOfEnded] + children) / TicksPerSecond);
    }

    // The fields behind the name of the program, which may hold spaces itself; the first of them is a letter.
    private static long[]? Stat(int process)
    {
        try
        {
            var text = File.ReadAllText($"/proc/{process}/stat");
            var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
            return Array.ConvertAll(fields, field => long.TryParse(field, CultureInfo.InvariantCulture, out var value) ? value : 0);
        }
        catch (IOException)
        {
            return null;
        }
    }
}
