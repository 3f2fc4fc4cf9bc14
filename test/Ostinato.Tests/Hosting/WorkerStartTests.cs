using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Ostinato.Tests.Hosting;

public sealed class WorkerStartTests
{
    [Fact]
    public async Task A_worker_joins_only_when_every_other_service_of_the_application_has_started()
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Services.AddOstinato(o => o.UseMemory().AddWorker(w => w.Queue("default")));
        builder.Services.AddSingleton<LastService>();
        builder.Services.AddHostedService(services => services.GetRequiredService<LastService>());
        using var host = builder.Build();

        await host.StartAsync();

        host.Services.GetRequiredService<LastService>().ProcessesAtItsStart.ShouldBe(0);
        (await host.Services.GetRequiredService<IJobAdmin>().ProcessesAsync()).Count.ShouldBe(1);
        await host.StopAsync();
    }

    /// <summary>As the web server is: registered last, started last.</summary>
    private sealed class LastService(IJobAdmin admin) : IHostedService
    {
        public int ProcessesAtItsStart { get; private set; } = -1;

        public async Task StartAsync(CancellationToken cancellationToken) =>
            ProcessesAtItsStart = (await admin.ProcessesAsync(cancellationToken)).Count;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
