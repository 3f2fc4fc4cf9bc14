using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Ostinato.Tests.Hosting;

public sealed class ConfigurationOverCodeTests
{
    private readonly HostApplicationBuilder _builder = Host.CreateEmptyApplicationBuilder(null);

    public ConfigurationOverCodeTests() => _builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
    {
        ["Ostinato:Worker:Queues:mail:Concurrency"] = "7",
        ["Ostinato:Retention:Completed"] = "02:00:00",
        ["Ostinato:Client:MaxPayloadBytes"] = "2048",
    });

    [Fact]
    public void Configuration_wins_over_code_that_comes_before() => Check(() => _builder.Services.AddOstinato(o => o
        .UseMemory()
        .Retain(keep => keep.Completed = TimeSpan.FromHours(1))
        .AddWorker(w => w.Queue("mail", 3))));

    [Fact]
    public void Configuration_wins_over_code_that_comes_after() => Check(() => _builder.Services
        .AddOstinato(o => o
            .UseMemory()
            .AddWorker(w => w.Queue("default"))
            .Retain(keep => keep.Completed = TimeSpan.FromHours(1))
            .AddWorker(w => w.Queue("mail", 3)))
        .Configure<ClientOptions>(client => client.MaxPayloadBytes = 4096));

    private void Check(Action setUp)
    {
        setUp();
        using var host = _builder.Build();

        Of<WorkerOptions>(host).Queues["mail"].Concurrency.ShouldBe(7);
        Of<RetentionOptions>(host).Completed.ShouldBe(TimeSpan.FromHours(2));
        Of<ClientOptions>(host).MaxPayloadBytes.ShouldBe(2048);
    }

    private static T Of<T>(IHost host)
        where T : class => host.Services.GetRequiredService<IOptions<T>>().Value;
}
