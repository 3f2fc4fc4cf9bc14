using System.Collections.ObjectModel;
using System.Reflection;
using System.Text.Json.Serialization.Metadata;

namespace Ostinato.Testing;

/// <summary>Contexts for tests that call a handler or a middleware directly.</summary>
public static class JobContextExtensions
{
    extension(JobContext)
    {
        /// <summary>A context for calling <c>HandleAsync</c> in a unit test, with no engine and no store.</summary>
        /// <param name="job">The payload.</param>
        /// <param name="options">What the context says. Default: a first attempt.</param>
        public static JobContext ForTest(object job, JobContextOptions? options = null)
        {
            ArgumentNullException.ThrowIfNull(job);
            options ??= new JobContextOptions();
            ArgumentOutOfRangeException.ThrowIfLessThan(options.Attempt, 1);
            var definition = new AttributedDefinition(job.GetType(), options.Name);
            var context = new JobContext(options.Id, definition, job, Headers(options), options.Services ?? NoServices.Instance)
            {
                Queue = options.Queue ?? definition.Queue,
                Priority = options.Priority ?? definition.Priority,
                Attempt = options.Attempt,
                EnqueuedAt = options.EnqueuedAt,
                AvailableAt = options.EnqueuedAt,
                StoredVersion = options.StoredVersion ?? definition.Version,
                KeptState = options.Checkpoint,
            };
            context.TryStop(options.StopReason);
            return context;
        }
    }

    private static JobHeaders Headers(JobContextOptions options) => new()
    {
        Tags = options.Tags,
        Metadata = options.Metadata ?? ReadOnlyDictionary<string, string>.Empty,
        MaxAttempts = options.MaxAttempts,
    };

    private sealed class NoServices : IServiceProvider
    {
        public static readonly NoServices Instance = new();

        public object? GetService(Type serviceType) => null;
    }

    /// <summary>What the attributes of a payload say, without its serializer, which nobody asks for here.</summary>
    private sealed class AttributedDefinition : JobDefinition
    {
        private const string NoJson = "A payload of JobContext.ForTest is passed as it is; it is neither written nor read.";

        public AttributedDefinition(Type payload, string? name)
            : this(payload, payload.GetCustomAttribute<JobAttribute>() ?? new JobAttribute("test"), name)
        {
        }

        private AttributedDefinition(Type payload, JobAttribute job, string? name)
            : base(name ?? job.Name, payload) =>
            (Version, Queue, Priority, MaxAttempts) = (job.Version, job.Queue, job.Priority, job.MaxAttempts);

        internal override JsonTypeInfo Json => throw new NotSupportedException(NoJson);

        internal override byte[] Serialize(object payload) => throw new NotSupportedException(NoJson);

        internal override object Deserialize(ReadOnlySpan<byte> payload) => throw new NotSupportedException(NoJson);

        internal override string? UniqueKeyOf(object payload) => null;
    }
}
