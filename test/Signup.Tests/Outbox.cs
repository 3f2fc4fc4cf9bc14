namespace Signup.Tests;

/// <summary>The messages that were delivered.</summary>
internal sealed class Outbox(string folder)
{
    public IReadOnlyList<string> Names => Directory.Exists(folder)
        ? [.. Directory.EnumerateFiles(folder, "*.eml").Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal)!]
        : [];

    public string Read(string name) => File.ReadAllText(Path.Combine(folder, $"{name}.eml"));
}
