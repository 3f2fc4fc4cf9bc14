using System.Data;
using System.Data.Common;
using Microsoft.Extensions.DependencyInjection;
using Ostinato.Storage;
using Ostinato.Storage.Conformance;
using Ostinato.Testing;

namespace Ostinato.Tests.Storage;

/// <summary>What is said of the in-memory store alone.</summary>
public sealed class MemoryStoreTests
{
    [Fact]
    public async Task It_takes_part_in_no_transaction_and_says_what_to_do()
    {
        var store = new MemoryJobStore(new MemoryStoreOptions(), new FakeTimeProvider());
        await using var transaction = new SomeTransaction();

        var error = await Should.ThrowAsync<ArgumentException>(
            async () => await store.Inserter.InsertAsync(New.Jobs("a"), transaction, CancellationToken.None));

        error.Message.ShouldContain(nameof(SomeTransaction));
        error.Message.ShouldContain("use a store in that database");
        (await store.All()).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(0, 0, "MemoryStoreOptions.MaxJobs is 0; it must be 1 to 100000000")]
    [InlineData(100_000_001, 0, "MemoryStoreOptions.MaxJobs is 100000001")]
    [InlineData(1, -1, "MemoryStoreOptions.MaxFinalJobs is -1; it must be 0 to 100000000")]
    public void Bounds_out_of_range_are_refused_with_name_value_and_range(int maxJobs, int maxFinalJobs, string message)
    {
        var options = new MemoryStoreOptions { MaxJobs = maxJobs, MaxFinalJobs = maxFinalJobs };

        var error = Should.Throw<OstinatoConfigurationException>(() => new MemoryJobStore(options, TimeProvider.System));

        error.Message.ShouldStartWith(message);
    }

    [Fact]
    public async Task An_invalid_job_in_a_call_keeps_the_whole_call_from_being_stored()
    {
        var store = new MemoryJobStore(new MemoryStoreOptions(), new FakeTimeProvider());
        var shortKey = new UniqueClaim(new byte[16], JobStates.Incomplete, null);

        await Should.ThrowAsync<ArgumentException>(() => store.InsertMany(New.Job("a"), New.Job("b", unique: shortKey)));
        await Should.ThrowAsync<ArgumentOutOfRangeException>(() => store.InsertMany(New.Job("a"), New.Job("b", priority: 10)));

        (await store.All()).ShouldBeEmpty();
    }

    [Fact]
    public async Task UseMemory_takes_its_clock_from_the_services()
    {
        var time = new FakeTimeProvider();
        await using var services = new ServiceCollection()
            .AddSingleton<TimeProvider>(time)
            .AddOstinato(ostinato => ostinato.UseMemory(memory => memory.MaxJobs = 1))
            .BuildServiceProvider();

        var store = services.GetRequiredService<IJobStore>();

        (await store.Job(await store.Enqueue("a"))).EnqueuedAt.ShouldBe(time.GetUtcNow());
        await Should.ThrowAsync<JobStoreFullException>(() => store.Insert(New.Job()));
    }

    [Fact]
    public void UseMemory_needs_no_clock_among_the_services()
    {
        using var services = new ServiceCollection().AddOstinato(ostinato => ostinato.UseMemory()).BuildServiceProvider();

        services.GetRequiredService<IJobStore>().Name.ShouldBe("memory");
    }

    private sealed class SomeTransaction : DbTransaction
    {
        public override IsolationLevel IsolationLevel => IsolationLevel.Unspecified;

        protected override DbConnection? DbConnection => null;

        public override void Commit()
        {
        }

        public override void Rollback()
        {
        }
    }
}
