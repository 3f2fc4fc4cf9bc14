using Microsoft.EntityFrameworkCore;

namespace Ostinato.EntityFrameworkCore.Tests;

/// <summary>A test of contexts on one kind of database. Each database inherits it.</summary>
public abstract class ContextTest<TFixture> : IAsyncLifetime
    where TFixture : DatabaseFixture, new()
{
    private readonly List<App> _apps = [];

    protected static CancellationToken None => CancellationToken.None;

    protected TFixture Fixture { get; } = new();

    public async ValueTask InitializeAsync()
    {
        await Fixture.InitializeAsync();

        // Before the store has tables there: EF Core creates its own only in a database that has none.
        var options = new DbContextOptionsBuilder<AppDb>();
        Fixture.UseDatabase(options);
        await using var context = new AppDb(options.Options);
        await context.Database.EnsureCreatedAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var app in _apps)
        {
            await app.DisposeAsync();
        }

        await Fixture.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected async Task<App> StartAsync(AppSetup? setup = null)
    {
        var app = Create(setup);
        await app.StartAsync();
        return app;
    }

    /// <summary>An application that has not started, so that its store is not open.</summary>
    protected App Create(AppSetup? setup = null)
    {
        var app = new App(Fixture, setup ?? new AppSetup());
        _apps.Add(app);
        return app;
    }
}
