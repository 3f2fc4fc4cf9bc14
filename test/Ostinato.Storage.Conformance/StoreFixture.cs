namespace Ostinato.Storage.Conformance;

/// <summary>What a store's test project provides so that the scenarios can run on it. One fixture serves one scenario.</summary>
public abstract class StoreFixture : IAsyncDisposable
{
    /// <summary>A started store with nothing in it. Called once.</summary>
    public abstract ValueTask<IJobStore> CreateAsync();

    /// <summary>A started store on the same data, as a second process opens it. A store of one process returns the same.</summary>
    public abstract ValueTask<IJobStore> OpenAnotherAsync();

    /// <summary>Moves the store's clock: forward, or, by a negative time, back.</summary>
    public abstract ValueTask AdvanceAsync(TimeSpan time);

    /// <summary>Looks beneath the port: throws unless every job has exactly one place. Called before the stores close.</summary>
    public virtual ValueTask VerifyPlacesAsync() => ValueTask.CompletedTask;

    /// <summary>Closes every store that was opened and removes the data.</summary>
    public abstract ValueTask DisposeAsync();
}
