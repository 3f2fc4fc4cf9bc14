using Microsoft.CodeAnalysis;

namespace Ostinato.Generators;

/// <summary>Finds what a job returns, and how that is written.</summary>
internal static class ResultReader
{
    /// <summary>The result that a payload promises with <c>IJobResult&lt;T&gt;</c>.</summary>
    public static ResultModel? OfPayload(ITypeSymbol payload, Compilation compilation, CancellationToken ct) =>
        PromisedBy(payload) is { } result ? Read(result, payload, compilation, ct) : null;

    public static ITypeSymbol? PromisedBy(ITypeSymbol payload) =>
        payload.AllInterfaces.FirstOrDefault(KnownNames.IsResultInterface)?.TypeArguments[0];

    /// <summary>What a payload lets its handler store for the next attempt, with <c>IJobCheckpoint&lt;T&gt;</c>.</summary>
    public static ResultModel? CheckpointOf(ITypeSymbol payload, Compilation compilation, CancellationToken ct) =>
        CheckpointOf(payload) is { } state ? Read(state, payload, compilation, ct) : null;

    public static ITypeSymbol? CheckpointOf(ITypeSymbol payload) =>
        payload.AllInterfaces.FirstOrDefault(KnownNames.IsCheckpointInterface)?.TypeArguments[0];

    /// <summary>The metadata of a result comes from the payload's own context where that lists it, and else it is generated.</summary>
    public static ResultModel? Read(ITypeSymbol result, ITypeSymbol payload, Compilation compilation, CancellationToken ct)
    {
        if (JsonContexts.Of(payload) is { } context && JsonContexts.Lists(context, result))
        {
            return new ResultModel(TypeText.Of(result), TypeText.Of(context), EquatableArray<JsonTypeModel>.Empty);
        }

        var shape = JsonShape.Of(result, compilation, ct);
        return shape.Problems.Count > 0 ? null : new ResultModel(TypeText.Of(result), JsonContext: null, shape.Types);
    }
}
