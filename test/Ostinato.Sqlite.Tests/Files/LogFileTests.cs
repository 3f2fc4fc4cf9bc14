using Ostinato.Storage;
using Ostinato.Storage.Conformance;

namespace Ostinato.Sqlite.Tests.Files;

public sealed class LogFileTests : IAsyncDisposable
{
    private const long Megabyte = 1024 * 1024;
    private readonly StoreFolder _folder = new();

    private long LogLength => new FileInfo(_folder.File + "-wal").Length;

    public ValueTask DisposeAsync() => _folder.DisposeAsync();

    [Fact]
    public async Task The_write_ahead_log_is_used_again_and_does_not_grow_without_bound()
    {
        var store = await _folder.Open();

        await Write(store, megabytes: 80);

        LogLength.ShouldBeLessThan(24 * Megabyte);
    }

    [Fact]
    public async Task The_write_ahead_log_shrinks_after_a_reader_has_kept_it_from_being_used_again()
    {
        var store = await _folder.Open();
        var connection = _folder.Connect();
        var reader = connection.BeginTransaction(deferred: true);
        connection.Scalar("select count(*) from ostinato_job");
        await Write(store, megabytes: 80);
        LogLength.ShouldBeGreaterThan(70 * Megabyte);

        await reader.DisposeAsync();
        await Write(store, megabytes: 40);

        LogLength.ShouldBeLessThanOrEqualTo(Checkpoints.LargestFile);
    }

    private static async Task Write(IJobStore store, int megabytes)
    {
        var job = New.Job(payload: new string('x', 100_000));
        for (var count = 0; count < megabytes; count++)
        {
            await store.EnqueueMany([.. Enumerable.Repeat(job, 10)]);
        }
    }
}
