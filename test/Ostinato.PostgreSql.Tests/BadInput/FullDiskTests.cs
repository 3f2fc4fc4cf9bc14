using System.Diagnostics;
using System.Globalization;
using Npgsql;
using Ostinato.PostgreSql.Tests.Fixture;
using Ostinato.Storage.Conformance;

namespace Ostinato.PostgreSql.Tests.BadInput;

/// <summary>A tablespace on a disk of a few megabytes. Needs the right to mount: root, or sudo without a password.</summary>
public sealed class FullDiskTests : SchemaTest
{
    private const int Megabytes = 12;
    private readonly string _folder = Path.Combine(Path.GetTempPath(), "disk" + Guid.NewGuid().ToString("N", CultureInfo.InvariantCulture));

    [Fact]
    public async Task A_full_disk_is_told_with_its_remedy_and_nothing_is_lost()
    {
        var store = await OpenOnSmallDiskAsync();
        var payload = new string('x', 10_000);
        var stored = 0;

        var error = await Should.ThrowAsync<IOException>(async () =>
        {
            for (; stored < 10_000; stored++)
            {
                await store.Enqueue(New.Job(payload: payload + Random.Shared.NextInt64()));
            }
        });

        error.Message.ShouldContain("the disk of PostgreSQL at");
        error.Message.ShouldContain("Free some space");
        stored.ShouldBeGreaterThan(100);
        (await store.Count(JobState.Available)).ShouldBe(stored);

        await RunAsync("mount", "-o", $"remount,size={Megabytes * 4}m", _folder);
        await store.Enqueue(New.Job("after"));
        (await store.Count(JobState.Available)).ShouldBe(stored + 1);
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await using (var connection = new NpgsqlConnection(Schema.Direct))
        {
            await connection.OpenAsync();
            await using var drop = new NpgsqlCommand($"drop tablespace if exists {Schema.Name}", connection);
            await drop.ExecuteNonQueryAsync();
        }

        await RunAsync("umount", _folder);
        Directory.Delete(_folder);
    }

    // Random text does not shrink, so that every job takes its place on the disk.
    private async Task<PostgreSqlJobStore> OpenOnSmallDiskAsync()
    {
        Directory.CreateDirectory(_folder);
        await RunAsync("mount", "-t", "tmpfs", "-o", $"size={Megabytes}m", "tmpfs", _folder);
        await RunAsync("chown", "postgres", _folder);
        await RunAsync("chmod", "700", _folder);
        await Schema.ExecuteAsync($"create tablespace {Schema.Name} location '{_folder}'");
        await Schema.ExecuteAsync($"set default_tablespace = {Schema.Name}; {PostgreSqlMigrations.Script(schema: Schema.Name)}");
        await Schema.ExecuteAsync("alter table ostinato.job_1 alter column payload set storage external");
        return await Schema.OpenAsync();
    }

    private static async Task RunAsync(string command, params string[] arguments)
    {
        var start = Environment.IsPrivilegedProcess
            ? new ProcessStartInfo(command, arguments)
            : new ProcessStartInfo("sudo", ["-n", command, .. arguments]);
        start.RedirectStandardError = true;
        using var process = Process.Start(start)!;
        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException(
                $"'{command} {string.Join(' ', arguments)}' failed: {error} This test needs root or sudo on Linux.");
        }
    }
}
