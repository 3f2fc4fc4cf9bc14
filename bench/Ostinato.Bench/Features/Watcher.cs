namespace Ostinato.Bench.Features;

/// <summary>Is told of everything and does nothing with it.</summary>
internal sealed class Watcher : IJobObserver
{
}
