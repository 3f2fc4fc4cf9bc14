using System.Diagnostics;

namespace Ostinato.Sqlite.Tests.Files;

/// <summary>A disk of a few megabytes in memory. Needs the right to mount on Linux: root, or sudo without a password.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public SmallDisk(int megabytes) => Run("mount", "-t", "tmpfs", "-o", $"size={megabytes}m", "tmpfs", Path);

    public string Path => _folder.Path;

    public void MakeReadOnly() => Run("mount", "-o", "remount,ro", Path);

    public void Dispose()
    {
        Run("umount", Path);
        _folder.Dispose();
    }

    private static void Run(string command, params string[] arguments)
    {
        var start = Environment.IsPrivilegedProcess
            ? new ProcessStartInfo(command, arguments)
            : new ProcessStartInfo("sudo", ["-n", command, .. arguments]);
        start.RedirectStandardError = true;
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException(
                $"'{command} {string.Join(' ', arguments)}' failed: {error} This test needs root or sudo on Linux.");
        }
    }
}
