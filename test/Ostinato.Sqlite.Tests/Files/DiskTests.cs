using Ostinato.Storage;
using Ostinato.Storage.Conformance;

namespace Ostinato.Sqlite.Tests.Files;

public sealed class DiskTests : IDisposable
{
    private readonly SmallDisk _disk = new(megabytes: 8);

    public void Dispose() => _disk.Dispose();

    [Fact]
    public async Task On_a_full_disk_an_enqueue_fails_and_says_so_and_stored_jobs_stay()
    {
        await using var folder = new StoreFolder(_disk.Path);
        var store = await folder.Open();
        await store.Enqueue("small");

        var error = await Should.ThrowAsync<IOException>(() => FillUp(store));

        error.Message.ShouldStartWith($"the disk that holds '{folder.File}' is full.");
        (await store.All(JobStates.Any)).ShouldContain(job => job.Name == "small");
    }

    [Fact]
    public async Task When_there_is_room_again_the_store_goes_on()
    {
        await using var folder = new StoreFolder(_disk.Path);
        var store = await folder.Open();
        var ballast = Path.Combine(_disk.Path, "ballast");
        await File.WriteAllBytesAsync(ballast, new byte[7 * 1024 * 1024]);
        await Should.ThrowAsync<IOException>(() => FillUp(store));

        File.Delete(ballast);
        await store.Enqueue("after");

        (await store.All()).ShouldContain(job => job.Name == "after");
        Conformance.PlaceCheck.Run(folder.ConnectionString);
    }

    [Fact]
    public async Task A_file_on_a_disk_for_reading_only_is_refused()
    {
        await using var folder = new StoreFolder(_disk.Path);
        await (await folder.Open()).DisposeAsync();
        _disk.MakeReadOnly();

        var refusal = await folder.RefusalToOpen();

        refusal.ShouldContain($"'{folder.File}' cannot be");
        refusal.ShouldContain("Allow this user to");
    }

    private static async Task FillUp(IJobStore store)
    {
        var job = New.Job("large", payload: new string('x', 200_000));
        for (var count = 0; count < 1_000; count++)
        {
            await store.Enqueue(job);
        }
    }
}
