using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Ostinato.Tests.Jobs;

/// <summary>Payloads without attributes, which the generator leaves alone.</summary>
internal sealed record Alpha(int Number = 0);

internal sealed record Beta(int Number = 0);

internal static class HandMade
{
    public static JobDefinition<TJob> Define<TJob>(string name)
        where TJob : notnull => new(name, Json<TJob>());

    public static JsonTypeInfo<T> Json<T>() => (JsonTypeInfo<T>)JsonSerializerOptions.Default.GetTypeInfo(typeof(T));
}
