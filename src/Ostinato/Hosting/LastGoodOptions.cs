using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using Ostinato.Telemetry;

namespace Ostinato.Hosting;

/// <summary>
/// Options that follow the configuration, except into nonsense: a reload that does not validate is logged and leaves the last good ones
/// in force.
/// </summary>
internal sealed class LastGoodOptions<TOptions> : IDisposable
    where TOptions : class
{
    private readonly IOptionsFactory<TOptions> _factory;
    private readonly ILogger _logger;
    private readonly List<IDisposable> _registrations = [];
    private volatile TOptions _value;

    public LastGoodOptions(
        IOptionsFactory<TOptions> factory, IEnumerable<IOptionsChangeTokenSource<TOptions>> sources, Loggers loggers)
    {
        (_factory, _logger) = (factory, loggers.Create("Ostinato.Options"));
        _value = factory.Create(Options.DefaultName);
        foreach (var source in sources)
        {
            _registrations.Add(ChangeToken.OnChange(source.GetChangeToken, Reload));
        }
    }

    /// <summary>Called after the options have changed.</summary>
    public event Action? Changed;

    public TOptions Value => _value;

    public void Dispose() => _registrations.ForEach(registration => registration.Dispose());

    private void Reload()
    {
        try
        {
            _value = _factory.Create(Options.DefaultName);
        }
        catch (Exception error) when (error is OptionsValidationException or OstinatoConfigurationException)
        {
            HostingLog.ReloadRefused(_logger, error.Message);
            return;
        }

        Changed?.Invoke();
    }
}
