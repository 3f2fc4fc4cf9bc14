using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Ostinato;

/// <summary>Joins a payload type to the class that handles it, without reflection at run time.</summary>
public abstract class JobHandlerBinding
{
    private protected JobHandlerBinding(Type payloadType, Type handlerType) => (PayloadType, HandlerType) = (payloadType, handlerType);

    /// <summary>The type of the payload.</summary>
    public Type PayloadType { get; }

    /// <summary>The class that does the work.</summary>
    public Type HandlerType { get; }

    /// <summary>A handler that returns nothing.</summary>
    public static JobHandlerBinding Of<TJob, [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] THandler>()
        where TJob : notnull
        where THandler : class, IJobHandler<TJob> => new Plain<TJob, THandler>();

    /// <summary>A handler that returns a result to be stored, or a <see cref="JobOutcome"/>.</summary>
    public static JobHandlerBinding Of<
        TJob, TResult, [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] THandler>()
        where TJob : notnull
        where THandler : class, IJobHandler<TJob, TResult> => new Returning<TJob, TResult, THandler>();

    internal abstract void Register(IServiceCollection services);

    internal abstract ValueTask<JobOutcome> InvokeAsync(JobDefinition definition, JobContext context, CancellationToken ct);

    private sealed class Plain<TJob, [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] THandler>()
        : JobHandlerBinding(typeof(TJob), typeof(THandler))
        where TJob : notnull
        where THandler : class, IJobHandler<TJob>
    {
        internal override void Register(IServiceCollection services) => services.TryAddTransient<THandler>();

        internal override ValueTask<JobOutcome> InvokeAsync(JobDefinition definition, JobContext context, CancellationToken ct)
        {
            var work = context.Services.GetRequiredService<THandler>().HandleAsync((TJob)context.Payload, context, ct);
            return work.IsCompletedSuccessfully ? new(JobOutcome.Done) : FinishAsync(work);
        }

        private static async ValueTask<JobOutcome> FinishAsync(Task work)
        {
            await work.ConfigureAwait(false);
            return JobOutcome.Done;
        }
    }

    private sealed class Returning<
        TJob, TResult, [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] THandler>()
        : JobHandlerBinding(typeof(TJob), typeof(THandler))
        where TJob : notnull
        where THandler : class, IJobHandler<TJob, TResult>
    {
        internal override void Register(IServiceCollection services) => services.TryAddTransient<THandler>();

        internal override async ValueTask<JobOutcome> InvokeAsync(JobDefinition definition, JobContext context, CancellationToken ct)
        {
            var result = await context.Services.GetRequiredService<THandler>()
                .HandleAsync((TJob)context.Payload, context, ct).ConfigureAwait(false);
            return result is JobOutcome || typeof(TResult) == typeof(JobOutcome)
                ? (JobOutcome)(object)result!
                : new JobOutcome.Completed(Write(definition, context, result));
        }

        private static ReadOnlyMemory<byte>? Write(JobDefinition definition, JobContext context, TResult result) =>
            definition.Result is { } json
                ? context.Sealed(JsonSerializer.SerializeToUtf8Bytes(result, json))
                : default(ReadOnlyMemory<byte>?);
    }
}
