using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Ostinato.Testing.Tests.World;

/// <summary>Captured lines in virtual time.</summary>
public sealed class LogWorldTests
{
    [Fact]
    public async Task Lines_of_two_attempts_have_the_times_of_the_world()
    {
        var scripts = new Scripts().On("a", async (context, ct) =>
        {
            var logger = context.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Shop");
            logger.LogInformation("opening");
            await Task.Delay(TimeSpan.FromMinutes(5), context.Services.GetRequiredService<TimeProvider>(), ct);
            logger.LogInformation("closing");
            return context.Attempt == 1 ? throw new InvalidOperationException("robbed") : JobOutcome.Done;
        });
        await using var world = await scripts.StartAsync(configure: o => o.CaptureLogs(logs => logs.Level = LogLevel.Information));
        var begin = world.Time.GetUtcNow();

        var id = (await world.Jobs.EnqueueAsync(new Step("a"))).Id;
        await world.DrainAsync();

        (await world.Admin.Jobs.LogAsync(id)).Select(line => (line.Attempt, line.Text, line.Elapsed, line.At - begin)).ShouldBe(
        [
            (1, "opening", TimeSpan.Zero, TimeSpan.Zero),
            (1, "closing", TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(5)),
            (2, "opening", TimeSpan.Zero, TimeSpan.FromMinutes(6)),
            (2, "closing", TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(11)),
        ]);
    }
}
