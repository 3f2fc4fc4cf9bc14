using System.Runtime.CompilerServices;
using DiffPlex;
using DiffPlex.DiffBuilder;
using DiffPlex.DiffBuilder.Model;

namespace Ostinato.Generators.Tests.Support;

/// <summary>Compares text with a file in the folder Snapshots.</summary>
/// <remarks><c>OSTINATO_UPDATE_SNAPSHOTS=1</c> writes the files anew, for a person to read in the diff.</remarks>
internal static class Snapshot
{
    public static void ShouldMatchSnapshot(this string text, [CallerMemberName] string test = "", [CallerFilePath] string caller = "")
    {
        var name = $"{Path.GetFileNameWithoutExtension(caller)}.{test}.verified.txt";
        var path = Repository.PathOf($"test/Ostinato.Generators.Tests/Snapshots/{name}");
        if (Environment.GetEnvironmentVariable("OSTINATO_UPDATE_SNAPSHOTS") == "1")
        {
            File.WriteAllText(path, text);
        }

        var verified = File.Exists(path) ? File.ReadAllText(path).ReplaceLineEndings("\n") : "";
        if (verified != text)
        {
            var remedy = "Run the test with OSTINATO_UPDATE_SNAPSHOTS=1 if the change is meant.";
            Assert.Fail($"{name} differs. {remedy}\n{Diff(verified, text)}");
        }
    }

    private static string Diff(string verified, string text)
    {
        var lines = new InlineDiffBuilder(new Differ()).BuildDiffModel(verified, text).Lines;
        return string.Join("\n", lines
            .Where(line => line.Type is not ChangeType.Unchanged)
            .Select(line => $"{(line.Type is ChangeType.Inserted ? '+' : '-')} {line.Text}"));
    }
}
