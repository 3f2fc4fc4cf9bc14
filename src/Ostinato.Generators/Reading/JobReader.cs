using Microsoft.CodeAnalysis;

namespace Ostinato.Generators;

/// <summary>Reads a payload type and its attributes. What makes no sense is left out here and reported by the analyzers.</summary>
internal static class JobReader
{
    public static JobModel? Read(INamedTypeSymbol type, AttributeData job, Compilation compilation, CancellationToken ct)
    {
        if (!CanBeRegistered(type, compilation) || Attributes.Argument<string>(job) is not { } name)
        {
            return null;
        }

        var context = JsonContexts.Of(type);
        if (context is not null && JsonContexts.RemedyFor(context, type, compilation) is not null)
        {
            return null;
        }

        var shape = context is null ? JsonShape.Of(type, compilation, ct) : null;
        if (shape is { Problems.Count: > 0 })
        {
            return null;
        }

        return new JobModel(TypeText.Of(type), name)
        {
            Aliases = new([.. Attributes.All(type, KnownNames.JobAliasAttribute).Select(Attributes.Argument<string>).OfType<string>()]),
            Version = Attributes.Named(job, "Version") as int?,
            OldestVersion = Attributes.Named(job, "OldestVersion") as int?,
            Upcasters = Upcasters.Read(type, compilation),
            Queue = Attributes.Named(job, "Queue") as string,
            Priority = Attributes.Named(job, "Priority") as int?,
            MaxAttempts = Attributes.Named(job, "MaxAttempts") as int?,
            TimeoutTicks = DurationText.TicksOf(Attributes.Named(job, "Timeout") as string),
            DeadlineTicks = DurationText.TicksOf(Attributes.Named(job, "Deadline") as string),
            StopsAtDeadline = Attributes.Named(job, "StopAtDeadline") is true,
            KeepForTicks = DurationText.TicksOf(Attributes.Named(job, "KeepFor") as string),
            Backoff = BackoffOf(type),
            Unique = UniqueOf(type),
            Result = ResultReader.OfPayload(type, compilation, ct),
            Checkpoint = ResultReader.CheckpointOf(type, compilation, ct),
            JsonContext = context is null ? null : TypeText.Of(context),
            JsonTypes = shape?.Types ?? EquatableArray<JsonTypeModel>.Empty,
        };
    }

    /// <summary>Whether generated code can name the type and make instances of it.</summary>
    public static bool CanBeRegistered(INamedTypeSymbol type, Compilation compilation) =>
        CanBeRegistered(type, compilation, compilation.Assembly);

    /// <summary>The same for generated code that sits in another assembly.</summary>
    public static bool CanBeRegistered(INamedTypeSymbol type, Compilation compilation, IAssemblySymbol assembly) =>
        type is { IsAbstract: false, IsGenericType: false } && Reachability.IsReachable(type, compilation, assembly);

    private static BackoffModel? BackoffOf(INamedTypeSymbol type)
    {
        if (Attributes.Find(type, KnownNames.RetryAttribute) is not { } retry)
        {
            return null;
        }

        var shape = Attributes.Argument<int>(retry) switch { 1 => "Linear", 2 => "Constant", _ => "Exponential" };
        return new BackoffModel(
            shape,
            DurationText.TicksOf(Attributes.Named(retry, "Initial") as string) ?? TimeSpan.FromSeconds(15).Ticks,
            DurationText.TicksOf(Attributes.Named(retry, "Max") as string) ?? TimeSpan.FromDays(1).Ticks,
            Literals.Of(Attributes.Named(retry, "Jitter") as double? ?? 1));
    }

    private static UniqueModel? UniqueOf(INamedTypeSymbol type)
    {
        if (Attributes.Find(type, KnownNames.UniqueAttribute) is not { } unique)
        {
            return null;
        }

        var key = Attributes.Named(unique, "Key") is string template ? UniqueKey.Parse(template, type) : null;
        return new UniqueModel(
            Attributes.Named(unique, "While") as int?,
            DurationText.TicksOf(Attributes.Named(unique, "For") as string),
            key is { Problem: null } ? key.Expression() : null,
            Attributes.Named(unique, "Replace") as int?);
    }
}
