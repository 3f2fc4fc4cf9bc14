using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Ostinato.Bench.Jobs;
using Ostinato.Bench.Measuring;
using Ostinato.Sqlite;
using Ostinato.Storage;

namespace Ostinato.Bench.Workloads;

/// <summary>An application with Ostinato in it, set up as a user would.</summary>
internal sealed class JobSystem : IAsyncDisposable
{
    private readonly IHost _host;

    private JobSystem(IHost host) => _host = host;

    public IServiceProvider Services => _host.Services;

    public IJobClient Jobs => Services.GetRequiredService<IJobClient>();

    public IJobAdmin Admin => Services.GetRequiredService<IJobAdmin>();

    public IJobStore Store => Services.GetRequiredService<IJobStore>();

    public Tally Tally => Services.GetRequiredService<Tally>();

    public Delays Delays => Services.GetRequiredService<Delays>();

    /// <summary>What the store has asked of its database; zero for a store that has none.</summary>
    public DatabaseCounts Counts => Store is SqliteJobStore { Statistics: var statistics }
        ? new DatabaseCounts(statistics.Statements, statistics.Commits, statistics.Flushes, statistics.Looks)
        : default;

    /// <summary>Starts the application.</summary>
    /// <param name="arguments">Which store, and how many jobs at once.</param>
    /// <param name="database">The file, for a store that has one.</param>
    /// <param name="works">Whether it runs jobs, or only enqueues.</param>
    public static async Task<JobSystem> StartAsync(Arguments arguments, string database, bool works)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddSingleton<Tally>().AddSingleton<Delays>().AddSingleton<RunLog>();
        builder.Services.AddOstinato(ostinato =>
        {
            ostinato.AddJobs();
            if (arguments.Store == "memory")
            {
                ostinato.UseMemory(options => options.MaxJobs = 10_000_000);
            }
            else
            {
                ostinato.UseSqlite($"Data Source={database}");
            }

            if (works)
            {
                ostinato.AddWorker(worker => worker.Queue(JobDefaults.Queue, arguments.Concurrency));
            }
        });
        var host = builder.Build();
        await host.StartAsync();
        return new JobSystem(host);
    }

    /// <summary>How many jobs are in a state.</summary>
    public async Task<long> CountAsync(JobState state)
    {
        var queues = await Admin.Queues.ListAsync();
        return queues.Sum(queue => queue.Counts.GetValueOrDefault(state));
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        await ((IAsyncDisposable)_host).DisposeAsync();
    }
}
