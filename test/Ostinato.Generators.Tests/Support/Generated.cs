using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.DependencyInjection;

namespace Ostinato.Generators.Tests.Support;

/// <summary>What the generator registered for this assembly, and the same types as reflection sees them.</summary>
internal static class Generated
{
    private static readonly JsonSerializerOptions Reflection = JobJson.Options(new DefaultJsonTypeInfoResolver());

    private static readonly object?[] Registered = [.. new ServiceCollection()
        .AddOstinato(o => o.AddJobs())
        .Where(service => !service.IsKeyedService)
        .Select(service => service.ImplementationInstance)];

    public static IReadOnlyList<JobDefinition> Definitions { get; } = [.. Registered.OfType<JobDefinition>()];

    public static IReadOnlyList<JobHandlerBinding> Handlers { get; } = [.. Registered.OfType<JobHandlerBinding>()];

    public static JobDefinition Of(Type payload) => Definitions.Single(definition => definition.PayloadType == payload);

    public static string Write(object payload) => Encoding.UTF8.GetString(Of(payload.GetType()).Serialize(payload));

    public static string WriteResult(Type payload, object result) => JsonSerializer.Serialize(result, Of(payload).Result!);

    public static object Read(Type payload, string json) => Of(payload).Deserialize(Encoding.UTF8.GetBytes(json));

    public static T Read<T>(string json) => (T)Read(typeof(T), json);

    public static string WriteByReflection(object payload) => JsonSerializer.Serialize(payload, payload.GetType(), Reflection);

    public static object ReadByReflection(Type payload, string json) => JsonSerializer.Deserialize(json, payload, Reflection)!;
}
