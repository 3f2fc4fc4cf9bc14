namespace Ostinato.PostgreSql.Servers;

/// <summary>The folder of one server, owned by its user. The path is short: the name of a socket in it has 107 bytes at most.</summary>
internal sealed class ServerFolder : IDisposable
{
    private ServerFolder(string path) => Location = path;

    public string Location { get; }

    public string LogPath => PathOf("log");

    public static async Task<ServerFolder> CreateAsync(CancellationToken ct)
    {
        var output = await ServerUser.RunAsync("/tmp", ["mktemp", "-d", "/tmp/ost-XXXXXX"], ct);
        return new(output.Trim());
    }

    public string PathOf(string name) => Path.Combine(Location, name);

    public string LogText()
    {
        if (!File.Exists(LogPath))
        {
            return "";
        }

        using var reader = new StreamReader(new FileStream(LogPath, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return reader.ReadToEnd();
    }

    public void Dispose()
    {
        if (Directory.Exists(Location))
        {
            Directory.Delete(Location, recursive: true);
        }
    }
}
