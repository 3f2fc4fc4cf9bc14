namespace Ostinato.Storage.Conformance;

/// <summary>The ground of all scenarios: a fresh store before each, the invariants after each.</summary>
public abstract class StoreScenarios<TFixture> : IAsyncLifetime
    where TFixture : StoreFixture, new()
{
    private IJobStore? _store;

    protected TFixture Fixture { get; } = new();

    protected IJobStore Store => _store ?? throw new InvalidOperationException("The scenario has not begun.");

    public async ValueTask InitializeAsync() => _store = await Fixture.CreateAsync();

    public async ValueTask DisposeAsync()
    {
        try
        {
            // A scenario that failed has said what is wrong; what follows from it would only hide that.
            if (_store is not null && TestContext.Current.TestState?.Result is not TestResult.Failed)
            {
                await Invariants.Check(_store);
                await Fixture.VerifyPlacesAsync();
                await LastClaim.Check(_store);
                await Fixture.VerifyPlacesAsync();
            }
        }
        finally
        {
            await Fixture.DisposeAsync();
        }
    }

    /// <summary>The store as a second process sees it.</summary>
    protected async Task<IJobStore> OpenAnother() => await Fixture.OpenAnotherAsync();

    /// <summary>Lets time pass, by the store's clock.</summary>
    protected async Task Pass(TimeSpan time) => await Fixture.AdvanceAsync(time);

    protected Task PassMinutes(double minutes) => Pass(TimeSpan.FromMinutes(minutes));
}
