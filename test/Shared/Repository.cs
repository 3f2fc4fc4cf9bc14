namespace Ostinato.Tests.Shared;

/// <summary>Finds the files of this repository from wherever the tests were built to.</summary>
internal static class Repository
{
    private static readonly string[] BuildFolders = ["bin", "obj", "artifacts"];

    public static string Root { get; } = FindRoot();

    /// <summary>The files that people wrote.</summary>
    public static IReadOnlyList<string> Files(string folder, string pattern)
    {
        var path = PathOf(folder);
        var found = Directory.Exists(path) ? Directory.EnumerateFiles(path, pattern, SearchOption.AllDirectories) : [];

        return [.. found.Select(Relative).Where(IsHandwritten).Order(StringComparer.Ordinal)];
    }

    public static string PathOf(string file) => Path.Combine(Root, file);

    public static string[] Lines(string file) => File.ReadAllLines(PathOf(file));

    public static string Text(string file) => File.ReadAllText(PathOf(file)).ReplaceLineEndings("\n");

    private static string Relative(string path) => Path.GetRelativePath(Root, path).Replace('\\', '/');

    private static bool IsHandwritten(string file) =>
        !file.EndsWith(".g.cs", StringComparison.Ordinal) && !file.Split('/').Any(BuildFolders.Contains);

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Ostinato.slnx")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException($"No folder above {AppContext.BaseDirectory} holds Ostinato.slnx.");
    }
}
