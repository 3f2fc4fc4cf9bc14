using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Ostinato;

/// <summary>Reads a definition from the attributes of a payload, for registration by hand.</summary>
internal static class JobAttributes
{
    /// <summary>Where upcasters are looked for.</summary>
    public const DynamicallyAccessedMemberTypes Methods =
        DynamicallyAccessedMemberTypes.PublicMethods | DynamicallyAccessedMemberTypes.NonPublicMethods;

    [RequiresUnreferencedCode("Reads payloads by reflection.")]
    [RequiresDynamicCode("Reads payloads by reflection.")]
    public static JsonTypeInfo<TJob> ReflectionJson<TJob>() => typeof(TJob).GetCustomAttribute<JobAttribute>()?.JsonContext is { } context
        ? JobJson.From<TJob>(ContextOf(context))
        : (JsonTypeInfo<TJob>)JobJson.Options(new DefaultJsonTypeInfoResolver()).GetTypeInfo(typeof(TJob));

    public static JobDefinition<TJob> Define<[DynamicallyAccessedMembers(Methods)] TJob>(JsonTypeInfo<TJob> json)
        where TJob : notnull
    {
        var type = typeof(TJob);
        var job = type.GetCustomAttribute<JobAttribute>() ?? throw new OstinatoConfigurationException(
            $"{type.Name} has no wire name. Mark it with [Job(\"wire-name\")].");
        var unique = type.GetCustomAttribute<UniqueAttribute>();
        return new JobDefinition<TJob>(job.Name, json)
        {
            Aliases = [.. type.GetCustomAttributes<JobAliasAttribute>().Select(alias => alias.Name)],
            Version = job.Version,
            OldestVersion = job.OldestVersion,
            Upcasters = [.. UpcastersOf(type)],
            Queue = job.Queue,
            Priority = job.Priority,
            MaxAttempts = job.MaxAttempts,
            Timeout = job.Timeout is { } timeout ? Duration(timeout, type, "Job.Timeout") : null,
            Deadline = job.Deadline is { } deadline ? Duration(deadline, type, "Job.Deadline") : null,
            StopAtDeadline = job.StopAtDeadline,
            KeepFor = job.KeepFor is { } keep ? Duration(keep, type, "Job.KeepFor") : null,
            Backoff = type.GetCustomAttribute<RetryAttribute>() is { } retry ? BackoffOf(retry, type) : Backoff.Default,
            Unique = unique is null ? null : RuleOf(unique, type),
            UniqueKey = unique?.Key is { } key ? UniqueKeyTemplate.Compile<TJob>(key, json) : null,
        };
    }

    private static JsonSerializerContext ContextOf(
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties)] Type type) =>
        type.GetProperty("Default", BindingFlags.Public | BindingFlags.Static)?.GetValue(null) as JsonSerializerContext
        ?? throw new OstinatoConfigurationException(
            $"{type.Name} cannot write a payload. Name a JsonSerializerContext with [JsonSerializable] as JsonContext of [Job].");

    private static IEnumerable<JobUpcaster> UpcastersOf([DynamicallyAccessedMembers(Methods)] Type type)
    {
        const BindingFlags Any = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance
            | BindingFlags.DeclaredOnly;
        foreach (var method in type.GetMethods(Any))
        {
            if (method.GetCustomAttribute<UpcastFromAttribute>() is { Version: var version })
            {
                yield return version is >= 1 and < JobDefaults.MaxVersion && IsUpcaster(method)
                    ? JobUpcaster.From(version, method.CreateDelegate<Action<JsonObject>>(), $"{type.Name}.{method.Name}")
                    : throw new OstinatoConfigurationException(
                        $"{type.Name}.{method.Name} cannot be the upcaster from version {version}. "
                        + $"Write [UpcastFrom(1 to {JobDefaults.MaxVersion - 1})] static void {method.Name}(JsonObject payload).");
            }
        }
    }

    private static bool IsUpcaster(MethodInfo method) => method is { IsStatic: true, IsGenericMethod: false }
        && method.ReturnType == typeof(void)
        && method.GetParameters() is [{ ParameterType: var parameter }] && parameter == typeof(JsonObject);

    private static Backoff BackoffOf(RetryAttribute retry, Type type) =>
        retry.Jitter is >= 0 and <= 1
            ? Backoff.Of(retry, Duration(retry.Initial, type, "Retry.Initial"), Duration(retry.Max, type, "Retry.Max"))
            : throw new OstinatoConfigurationException(string.Create(
                CultureInfo.InvariantCulture,
                $"{retry.Jitter} is not a jitter (Retry.Jitter of {type.Name}). Write the share of the wait that is spread, 0 to 1."));

    private static UniqueRule RuleOf(UniqueAttribute unique, Type type) =>
        new(unique.While, unique.For is { } window ? Duration(window, type, "Unique.For") : null) { Replace = unique.Replace };

    private static TimeSpan Duration(string text, Type type, string place) =>
        DurationText.TryParse(text, out var duration) && duration >= TimeSpan.Zero
            ? duration
            : throw new OstinatoConfigurationException(
                $"'{text}' is not a duration ({place} of {type.Name}). Write hours, minutes and seconds, such as \"00:02:00\".");
}
