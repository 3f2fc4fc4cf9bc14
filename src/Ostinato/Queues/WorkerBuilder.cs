namespace Ostinato;

/// <summary>Says what this process runs.</summary>
public sealed class WorkerBuilder
{
    private readonly WorkerOptions _options;

    internal WorkerBuilder(WorkerOptions options) => _options = options;

    /// <summary>Serves a queue.</summary>
    /// <param name="name">The queue.</param>
    /// <param name="concurrency">How many of its jobs run at once in this process, 1 to 10,000. Default 10.</param>
    public WorkerBuilder Queue(string name, int concurrency = 10)
    {
        _options.Queues[name] = new QueueOptions { Concurrency = concurrency };
        return this;
    }

    /// <summary>Gives this process a label, so that settings of queues can name it (<see cref="QueueSettings.ServedBy"/>).</summary>
    /// <param name="label">Such as <c>gpu</c>; 1 to 100 characters without spaces.</param>
    public WorkerBuilder Label(string label)
    {
        if (!_options.Labels.Contains(label))
        {
            _options.Labels.Add(label);
        }

        return this;
    }

    /// <summary>Changes how the worker behaves.</summary>
    public WorkerBuilder Configure(Action<WorkerOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        configure(_options);
        return this;
    }
}
