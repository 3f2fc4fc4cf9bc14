namespace Ostinato.Generators;

/// <summary>A class and the payloads it handles.</summary>
internal sealed record HandlerModel(string Type, EquatableArray<HandledModel> Handled);

/// <summary>One handler interface of a class.</summary>
/// <param name="Returns">The second type argument of the interface; null where there is none.</param>
/// <param name="Result">What is stored of it; null for nothing and for <c>JobOutcome</c>.</param>
internal sealed record HandledModel(string Payload, string? Returns, ResultModel? Result);
