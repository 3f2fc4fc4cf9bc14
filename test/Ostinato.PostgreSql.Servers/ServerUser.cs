using System.Diagnostics;

namespace Ostinato.PostgreSql.Servers;

/// <summary>Runs programs as the user of the servers, which refuse to run as root.</summary>
internal static class ServerUser
{
    private static readonly string[] Prefix = Environment.IsPrivilegedProcess
        ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups", "--"]
        : [];

    public static string[] CommandLine(params IEnumerable<string> command) => [.. Prefix, .. command];

    /// <summary>Runs a program to its end and returns what it wrote.</summary>
    public static async Task<string> RunAsync(string workingDirectory, string[] command, CancellationToken ct)
    {
        var line = CommandLine(command);
        using var process = Process.Start(new ProcessStartInfo(line[0], line[1..])
        {
            WorkingDirectory = workingDirectory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var output = process.StandardOutput.ReadToEndAsync(ct);
        var errors = process.StandardError.ReadToEndAsync(ct);
        await process.WaitForExitAsync(ct);
        return process.ExitCode == 0
            ? await output
            : throw new InvalidOperationException($"{command[0]} ended with code {process.ExitCode}.\n{await output}{await errors}");
    }
}
