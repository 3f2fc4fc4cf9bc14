namespace Ostinato.Testing;

/// <summary>Finds the file that a test names.</summary>
internal static class ManifestPath
{
    // Where paths in assemblies are mapped, as on build servers, this stands for the root of the repository.
    private const string MappedRoot = "/_/";

    /// <summary>An absolute path as it is; another one from the folder of the source file that names it.</summary>
    /// <exception cref="JobAssertionException">That folder is nowhere.</exception>
    public static string Find(string path, string caller, string from) =>
        Path.IsPathFullyQualified(path) ? path : Path.GetFullPath(Path.Combine(FolderOf(caller, from), path));

    private static string FolderOf(string caller, string from)
    {
        if (Path.GetDirectoryName(caller) is { Length: > 0 } folder && Directory.Exists(folder))
        {
            return folder;
        }

        if (caller.StartsWith(MappedRoot, StringComparison.Ordinal))
        {
            var inside = Path.GetDirectoryName(caller[MappedRoot.Length..]) ?? "";
            for (var root = new DirectoryInfo(from); root is not null; root = root.Parent)
            {
                if (Directory.Exists(Path.Combine(root.FullName, inside)))
                {
                    return Path.Combine(root.FullName, inside);
                }
            }
        }

        throw new JobAssertionException(
            $"The manifest is looked for beside the test, and the folder of {caller} does not exist here. Give its full path.");
    }
}
