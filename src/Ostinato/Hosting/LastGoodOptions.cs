using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Options;

namespace Ostinato.Hosting;

/// <summary>
/// Options that follow the configuration, except into nonsense: a reload that does not validate leaves the last good ones in force.
/// </summary>
internal sealed class LastGoodOptions<
    [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicParameterlessConstructor)] TOptions> : IDisposable
    where TOptions : class
{
    private readonly IDisposable? _registration;
    private volatile TOptions _value;

    public LastGoodOptions(IOptionsMonitor<TOptions> monitor)
    {
        _value = monitor.CurrentValue;

        // The monitor calls back only with options that validated.
        _registration = monitor.OnChange(options =>
        {
            _value = options;
            Changed?.Invoke();
        });
    }

    /// <summary>Called after the options have changed.</summary>
    public event Action? Changed;

    public TOptions Value => _value;

    public void Dispose() => _registration?.Dispose();
}
