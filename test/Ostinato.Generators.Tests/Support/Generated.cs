using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.DependencyInjection;

namespace Ostinato.Generators.Tests.Support;

/// <summary>What the generator registered for this assembly, and the same types as reflection sees them.</summary>
internal static class Generated
{
    private static readonly JsonSerializerOptions Reflection = JobJson.Options(new DefaultJsonTypeInfoResolver());

    public static IReadOnlyList<JobDefinition> Definitions { get; } = [.. new ServiceCollection()
        .AddOstinato(o => o.AddJobs())
        .Select(service => service.ImplementationInstance)
        .OfType<JobDefinition>()];

    public static JobDefinition Of(Type payload) => Definitions.Single(definition => definition.PayloadType == payload);

    public static string Write(object payload) => System.Text.Encoding.UTF8.GetString(Of(payload.GetType()).Serialize(payload));

    public static object Read(Type payload, string json) => Of(payload).Deserialize(System.Text.Encoding.UTF8.GetBytes(json));

    public static T Read<T>(string json) => (T)Read(typeof(T), json);

    public static string WriteByReflection(object payload) => JsonSerializer.Serialize(payload, payload.GetType(), Reflection);

    public static object ReadByReflection(Type payload, string json) => JsonSerializer.Deserialize(json, payload, Reflection)!;
}
