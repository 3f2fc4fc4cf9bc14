using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Ostinato.Telemetry;

/// <summary>Makes loggers where the application has logging, and silent ones where it has not.</summary>
internal sealed class Loggers(IServiceProvider services)
{
    private readonly ILoggerFactory _factory = services.GetService<ILoggerFactory>() ?? NullLoggerFactory.Instance;

    public ILogger Create(string category) => new GuardedLogger(_factory.CreateLogger(category));
}
