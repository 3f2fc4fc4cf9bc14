using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Ostinato.EntityFrameworkCore.Tests;

/// <summary>What an application of a test says.</summary>
public sealed record AppSetup
{
    public Action<DbContextOptionsBuilder> Context { get; init; } = _ => { };

    public Action<OstinatoBuilder> Ostinato { get; init; } = _ => { };

    public Action<IServiceCollection> Services { get; init; } = _ => { };

    public Func<ExecutionStrategyDependencies, IExecutionStrategy>? Strategy { get; init; }

    public bool IsPooled { get; init; }
}

/// <summary>An application with a context and a store in one database.</summary>
public sealed class App : IAsyncDisposable
{
    private readonly IHost _host;
    private readonly List<IServiceScope> _scopes = [];

    public App(DatabaseFixture fixture, AppSetup setup)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<Notes>();
        builder.Services.AddSingleton<SignUps>();
        builder.Services.AddOstinato(o =>
        {
            fixture.UseStore(o.AddJobs());
            setup.Ostinato(o);
        });
        setup.Services(builder.Services);
        if (setup.IsPooled)
        {
            builder.Services.AddDbContextPool<AppDb>(Configure, poolSize: 1);
        }
        else
        {
            builder.Services.AddDbContext<AppDb>(Configure);
        }

        _host = builder.Build();

        void Configure(DbContextOptionsBuilder options)
        {
            fixture.UseDatabase(options, setup.Strategy);
            setup.Context(options.UseOstinato());
        }
    }

    public IServiceProvider Services => _host.Services;

    public Task StartAsync() => _host.StartAsync();

    /// <summary>A context as one request has it.</summary>
    public AppDb Context()
    {
        var scope = _host.Services.CreateScope();
        _scopes.Add(scope);
        return scope.ServiceProvider.GetRequiredService<AppDb>();
    }

    /// <summary>The payloads of the stored jobs, the oldest first.</summary>
    public async Task<IReadOnlyList<string>> StoredAsync() => [.. (await JobsAsync()).Select(job => job.PayloadText)];

    public async Task<IReadOnlyList<JobInfo>> JobsAsync()
    {
        var page = await Services.GetRequiredService<IJobAdmin>().Jobs.ListAsync(new JobFilter { Limit = 1_000 });
        return [.. page.Jobs.Reverse()];
    }

    /// <summary>The addresses of the stored users.</summary>
    public async Task<IReadOnlyList<string>> UsersAsync() =>
        await Context().Users.AsNoTracking().OrderBy(user => user.Id).Select(user => user.Email).ToListAsync();

    public async ValueTask DisposeAsync()
    {
        _scopes.ForEach(scope => scope.Dispose());
        await _host.StopAsync();
        _host.Dispose();
    }
}
