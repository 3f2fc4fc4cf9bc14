using Ostinato.Storage;
using Ostinato.Storage.Conformance;
using Ostinato.Testing;

namespace Ostinato.Tests.Storage;

/// <summary>The in-memory store on a clock that scenarios move. It lives in one process, so another one sees the same store.</summary>
public sealed class MemoryFixture : StoreFixture
{
    private readonly FakeTimeProvider _time = new();
    private MemoryJobStore? _store;

    public override async ValueTask<IJobStore> CreateAsync()
    {
        _store = new MemoryJobStore(new MemoryStoreOptions(), _time);
        await _store.StartAsync(CancellationToken.None);
        return _store;
    }

    public override ValueTask<IJobStore> OpenAnotherAsync() => new(_store!);

    public override ValueTask AdvanceAsync(TimeSpan time)
    {
        _time.SetUtcNow(_time.GetUtcNow() + time);
        return ValueTask.CompletedTask;
    }

    public override ValueTask VerifyPlacesAsync()
    {
        _store?.VerifyPlaces();
        return ValueTask.CompletedTask;
    }

    public override async ValueTask DisposeAsync()
    {
        if (_store is not null)
        {
            await _store.DisposeAsync();
        }
    }
}
