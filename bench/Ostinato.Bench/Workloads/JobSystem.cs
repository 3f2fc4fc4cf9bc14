using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Ostinato.Bench.Features;
using Ostinato.Bench.Jobs;
using Ostinato.Bench.Measuring;
using Ostinato.Sqlite;
using Ostinato.Storage;

namespace Ostinato.Bench.Workloads;

/// <summary>An application with Ostinato in it, set up as a user would.</summary>
internal sealed class JobSystem : IAsyncDisposable
{
    private static readonly byte[] Key = [.. Enumerable.Range(0, 32).Select(number => (byte)number)];

    private readonly IHost _host;

    private JobSystem(IHost host) => _host = host;

    public IServiceProvider Services => _host.Services;

    public IJobClient Jobs => Services.GetRequiredService<IJobClient>();

    public IJobAdmin Admin => Services.GetRequiredService<IJobAdmin>();

    public IJobStore Store => Services.GetRequiredService<IJobStore>();

    public Tally Tally => Services.GetRequiredService<Tally>();

    public Books Books => Services.GetRequiredService<Books>();

    public Delays Delays => Services.GetRequiredService<Delays>();

    /// <summary>What the store has asked of its database; zero for a store that has none.</summary>
    public DatabaseCounts Counts => Store switch
    {
        SqliteJobStore { Count: var sqlite } => new(sqlite.Statements, sqlite.Commits, sqlite.Flushes, sqlite.Looks),
        PostgreSqlJobStore { Count: var count } => new(count.Statements, count.Trips, 0, 0),
        _ => default,
    };

    /// <summary>Starts the application.</summary>
    /// <param name="arguments">Which store, and how many jobs at once.</param>
    /// <param name="database">The file or the connection string, for a store that has one.</param>
    /// <param name="works">Whether it runs jobs, or only enqueues.</param>
    public static async Task<JobSystem> StartAsync(Arguments arguments, string database, bool works)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddSingleton<Tally>().AddSingleton<Delays>().AddSingleton<RunLog>().AddSingleton<Books>();
        builder.Services.AddOstinato(ostinato =>
        {
            // One of the kinds has an encrypted member, and costs the others nothing.
            ostinato.AddJobs().Encryption(encryption => encryption.UseKeys(() => "bench", _ => Key));
            FeatureList.Find(arguments.Feature).Configure(ostinato);
            Use(ostinato, arguments, database);
            if (works)
            {
                ostinato.AddWorker(worker => worker.Queue(JobDefaults.Queue, arguments.Concurrency));
            }
        });
        var host = builder.Build();
        await host.StartAsync();
        return new JobSystem(host);
    }

    /// <summary>Measures from here on what this process and its database do.</summary>
    public Task<UsageMeter> MeterAsync(Scratch scratch) => UsageMeter.StartAsync(scratch.Census, () => Counts, TouchAsync);

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

    private static void Use(OstinatoBuilder ostinato, Arguments arguments, string database) => _ = arguments.Store switch
    {
        "memory" => ostinato.UseMemory(options => options.MaxJobs = 10_000_000),
        "postgres" => ostinato.UsePostgreSql(database, options => options.Sessions = arguments.Sessions),
        _ => ostinato.UseSqlite($"Data Source={database}"),
    };

    // At once, so that each takes a connection of its own.
    private Task TouchAsync() => Task.WhenAll(
        Enumerable.Range(0, new PostgreSqlStoreOptions().MaxConnections)
            .Select(_ => Store.Promoter.PromoteAsync(1, CancellationToken.None).AsTask()));
}
