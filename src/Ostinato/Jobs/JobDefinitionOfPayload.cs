using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Ostinato;

/// <summary>What is known of one kind of job.</summary>
/// <typeparam name="TJob">The payload.</typeparam>
/// <param name="name">The wire name: 1 to 100 characters of <c>a–z A–Z 0–9 . _ : -</c>.</param>
/// <param name="json">How the payload is written and read.</param>
public sealed class JobDefinition<TJob>(string name, JsonTypeInfo<TJob> json) : JobDefinition(name, typeof(TJob))
    where TJob : notnull
{
    /// <summary>
    /// The text that makes two payloads the same; used where <see cref="JobDefinition.Unique"/> is set. Default: the whole payload.
    /// </summary>
    public Func<TJob, string>? UniqueKey { get; init; }

    internal override JsonTypeInfo Json => json;

    internal override bool HasUniqueKey => UniqueKey is not null;

    internal override byte[] Serialize(object payload) => JsonSerializer.SerializeToUtf8Bytes((TJob)payload, json);

    internal override object Deserialize(ReadOnlySpan<byte> payload) =>
        JsonSerializer.Deserialize(payload, json) is { } job ? job : throw new JsonException("The payload is null.");

    internal override string? UniqueKeyOf(object payload) => UniqueKey?.Invoke((TJob)payload);
}
