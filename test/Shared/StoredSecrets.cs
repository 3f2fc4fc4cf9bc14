using System.Security.Cryptography;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Ostinato.Tests.Shared;

/// <summary>Jobs and results with encrypted members, run by a real process: what a thief of the database would look for.</summary>
internal static class StoredSecrets
{
    /// <summary>What must not be in the database.</summary>
    public const string Plain = "Kazlauskas-4111-1111";

    /// <summary>What is there, so that the thief has looked in the right place.</summary>
    public const string Open = "order-of-somebody";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>Enqueues, runs and keeps jobs in many states, and reads the result of one.</summary>
    /// <param name="useStore">Names the store.</param>
    /// <param name="look">Looks into the store while it is open.</param>
    /// <param name="ct">Cancels.</param>
    public static async Task RunAsync(Action<OstinatoBuilder> useStore, Func<Task> look, CancellationToken ct)
    {
        using var host = Build(useStore);
        await host.StartAsync(ct);
        var jobs = host.Services.GetRequiredService<IJobClient>();
        await jobs.EnqueueAsync(new Secret(Open, Plain, Fails: true), ct);
        await jobs.EnqueueAsync(new Secret(Open, Plain), new EnqueueOptions { Delay = TimeSpan.FromDays(1) }, ct);
        await jobs.EnqueueBatchAsync([new Secret(Open, Plain), new Secret(Open, Plain)], new EnqueueOptions { Queue = "nobody" }, null, ct);
        var handle = await jobs.EnqueueAsync(new Secret(Open, Plain), ct);
        (await jobs.ResultAsync<Found>(handle.Id, Patience, ct)).ShouldBe(new Found(Plain, Open));
        var admin = host.Services.GetRequiredService<IJobAdmin>();
        (await admin.Jobs.GetAsync(handle.Id, ct))!.PayloadText.ShouldContain("[encrypted]");
        (await admin.Jobs.ListAsync(new JobFilter { PayloadText = "\"$enc\":\"2026\"" }, ct)).Jobs.Count.ShouldBe(5);
        (await admin.Jobs.ListAsync(new JobFilter { PayloadText = Plain }, ct)).Jobs.ShouldBeEmpty();
        await look();
        await host.StopAsync(ct);
    }

    private static IHost Build(Action<OstinatoBuilder> useStore)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddOstinato(o =>
        {
            useStore(o);
            o.AddJob(new JobDefinition<Secret>("secret", Json<Secret>()) { Result = Json<Found>() })
                .AddHandler(JobHandlerBinding.Of<Secret, Found, SecretHandler>())
                .Encryption(e => e.Key("2026", RandomNumberGenerator.GetBytes(32)))
                .AddWorker(worker => worker.Queue("default"));
        });
        return builder.Build();
    }

    private static JsonTypeInfo<T> Json<T>() => (JsonTypeInfo<T>)JobJson.Options(new DefaultJsonTypeInfoResolver()).GetTypeInfo(typeof(T));

    internal sealed record Secret(string Order, [Encrypted] string Card, bool Fails = false);

    internal sealed record Found([Encrypted] string Card, string Order);

    private sealed class SecretHandler : IJobHandler<Secret, Found>
    {
        public Task<Found> HandleAsync(Secret job, JobContext context, CancellationToken ct) => job.Fails
            ? throw new InvalidOperationException("it was told to fail")
            : Task.FromResult(new Found(job.Card, job.Order));
    }
}
