using System.Diagnostics;

namespace Ostinato.Bench.Recovery;

/// <summary>Starts this program once more.</summary>
internal static class SelfProcess
{
    public static Process Start(params IEnumerable<string> arguments)
    {
        var path = Environment.ProcessPath ?? throw new InvalidOperationException("The path of this program is not known.");
        var isHostedByDotnet = Path.GetFileNameWithoutExtension(path) == "dotnet";
        var start = new ProcessStartInfo(path, isHostedByDotnet ? arguments.Prepend(Environment.GetCommandLineArgs()[0]) : arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        return Process.Start(start) ?? throw new InvalidOperationException($"'{path}' did not start.");
    }
}
