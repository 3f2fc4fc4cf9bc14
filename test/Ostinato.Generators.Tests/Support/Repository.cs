namespace Ostinato.Generators.Tests.Support;

/// <summary>Finds the files of this repository from wherever the tests were built to.</summary>
internal static class Repository
{
    private static string Root { get; } = FindRoot(new DirectoryInfo(AppContext.BaseDirectory));

    public static string Path(params string[] parts) => System.IO.Path.Combine([Root, .. parts]);

    private static string FindRoot(DirectoryInfo? folder) => folder switch
    {
        null => throw new DirectoryNotFoundException($"No folder above {AppContext.BaseDirectory} holds Ostinato.slnx."),
        _ when File.Exists(System.IO.Path.Combine(folder.FullName, "Ostinato.slnx")) => folder.FullName,
        _ => FindRoot(folder.Parent),
    };
}
