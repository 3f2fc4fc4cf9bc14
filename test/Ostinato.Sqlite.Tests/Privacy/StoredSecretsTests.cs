using System.Text;
using Ostinato.Tests.Shared;

namespace Ostinato.Sqlite.Tests.Privacy;

public sealed class StoredSecretsTests
{
    [Fact]
    public async Task What_is_encrypted_is_nowhere_in_the_files_of_the_database()
    {
        await using var folder = new StoreFolder();

        await StoredSecrets.RunAsync(o => o.UseSqlite(folder.ConnectionString), LookAsync, TestContext.Current.CancellationToken);

        Look().ShouldBe(["app.db"]);

        Task LookAsync()
        {
            Look().ShouldContain("app.db-wal");
            return Task.CompletedTask;
        }

        IEnumerable<string?> Look()
        {
            var files = Directory.GetFiles(folder.Path).ToDictionary(file => Path.GetFileName(file), Bytes);
            files.Values.ShouldContain(bytes => Holds(bytes, StoredSecrets.Open));
            files.Values.ShouldAllBe(bytes => !Holds(bytes, StoredSecrets.Plain));
            return files.Keys;
        }
    }

    private static bool Holds(byte[] bytes, string text) =>
        bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0 || bytes.AsSpan().IndexOf(Encoding.Unicode.GetBytes(text)) >= 0;

    private static byte[] Bytes(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return bytes;
    }
}
