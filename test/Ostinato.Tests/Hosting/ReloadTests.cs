using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Ostinato.Hosting;

namespace Ostinato.Tests.Hosting;

/// <summary>A configuration that changes while the application runs.</summary>
public sealed class ReloadTests : IDisposable
{
    private const int ReloadRefused = 600;
    private const string Age = "Ostinato:Health:MaxBacklogAge";

    private readonly LogLines _logs = new();
    private readonly HostApplicationBuilder _builder = Host.CreateEmptyApplicationBuilder(null);

    public void Dispose() => _logs.Dispose();

    [Fact]
    public void A_valid_change_is_in_force_at_once()
    {
        using var host = Start();
        var options = host.Services.GetRequiredService<LastGoodOptions<HealthOptions>>();

        Change(host, "00:05:00");

        options.Value.MaxBacklogAge.ShouldBe(TimeSpan.FromMinutes(5));
        _logs.With(ReloadRefused).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("5m", "Configuration Ostinato:Health:MaxBacklogAge is '5m'; it must be a duration such as 00:00:30 or 1.00:00:00.")]
    [InlineData("30", "Configuration Ostinato:Health:MaxBacklogAge is '30'; it must be a duration such as 00:00:30 or 1.00:00:00.")]
    [InlineData("-00:01:00", "Ostinato:Health:MaxBacklogAge is -00:01:00; it must be 00:00:01 to 365.00:00:00.")]
    public void A_change_into_nonsense_is_told_and_changes_nothing(string text, string told)
    {
        using var host = Start();
        var options = host.Services.GetRequiredService<LastGoodOptions<HealthOptions>>();

        Change(host, text);

        options.Value.MaxBacklogAge.ShouldBe(TimeSpan.FromMinutes(1));
        _logs.With(ReloadRefused).ShouldHaveSingleItem().Text.ShouldEndWith(told);
    }

    private IHost Start()
    {
        _builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { [Age] = "00:01:00" });
        _builder.Logging.AddProvider(_logs);
        _builder.Services.AddOstinato(o => o.UseMemory());
        return _builder.Build();
    }

    private static void Change(IHost host, string text)
    {
        var configuration = (IConfigurationRoot)host.Services.GetRequiredService<IConfiguration>();
        configuration[Age] = text;
        configuration.Reload();
    }
}
