namespace Ostinato.PostgreSql.Servers;

/// <summary>How a server is started.</summary>
public sealed record PostgreSqlSettings
{
    /// <summary>Whether a commit waits for the disk. Tests do without; measurements must not.</summary>
    public bool Fsync { get; init; }

    /// <summary>Settings of postgresql.conf by name; they win over those that every server gets.</summary>
    public IReadOnlyDictionary<string, string> More { get; init; } = new Dictionary<string, string>();

    /// <summary>The text of pg_hba.conf. Without it everybody on this machine is trusted; the superuser must be in any case.</summary>
    public string? Access { get; init; }

    internal IEnumerable<string> Arguments()
    {
        var settings = new Dictionary<string, string>
        {
            ["fsync"] = Fsync ? "on" : "off",
            ["full_page_writes"] = Fsync ? "on" : "off",
            ["max_connections"] = "200",
            ["shared_buffers"] = "128MB",
        };
        foreach (var (name, value) in More)
        {
            settings[name] = value;
        }

        return settings.SelectMany(setting => (string[])["-c", $"{setting.Key}={setting.Value}"]);
    }
}
