using System.Text.Json.Serialization;

namespace Ostinato.Generators.Tests.RoundTrips;

[Job("keys.text"), Unique(Key = "{Tenant}/{region}")]
public sealed record KeyOfText(string Tenant, string? Region);

[Job("keys.values"), Unique(Key = "{Id}|{Number}|{Maybe}|{Flag}|{Amount}|{Ratio}", While = JobStates.Any, For = "00:10:00", Replace = UniqueReplace.All)]
public sealed record KeyOfValues(Guid Id, int Number, long? Maybe, bool Flag, decimal Amount, double Ratio);

[Job("keys.times"), Unique(Key = "at {Time} {Moment} {Day} {Hour} {Duration}!")]
public sealed record KeyOfTimes(DateTime Time, DateTimeOffset Moment, DateOnly Day, TimeOnly Hour, TimeSpan Duration);

[Job("keys.others"), Unique(Key = "{Color}{Size}{Address}{Version}{Letter}")]
public sealed record KeyOfOthers(Color Color, Size? Size, Uri Address, Version? Version, char Letter);

[Job("keys.names"), Unique(Key = @"{Renamed} "" \ } {Inherited}")]
public sealed class KeyOfNames : KeyBase
{
    [JsonPropertyName("other")]
    public string Renamed { get; set; } = "";
}

public abstract class KeyBase
{
    public int Inherited { get; set; }
}

[Job("keys.constant"), Unique(Key = "just one")]
public readonly record struct KeyOfNothing(int Ignored);

[Job("keys.whole"), Unique]
public sealed record KeyOfWhole(int Number);

[Job("attributes.linear", Queue = "q", Priority = 9, MaxAttempts = 1, Timeout = "1.00:00:00.5")]
[Retry(BackoffShape.Linear, Initial = "00:00:01", Max = "00:01:00", Jitter = 1)]
public sealed record Linear;

[Job("attributes.constant"), Retry(BackoffShape.Constant, Jitter = 0.25)]
public sealed record Constant;

[Job("attributes.exponential"), Retry(BackoffShape.Exponential, Max = "00:05:00")]
public sealed record Exponential;

[Job("context.own", JsonContext = typeof(OwnJson))]
public sealed record WithContext(object Anything) : IJobResult<WithContextResult>;

public sealed record WithContextResult(int SomeNumber);

[JsonSerializable(typeof(WithContext))]
[JsonSerializable(typeof(int))]
[JsonSerializable(typeof(WithContextResult))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
internal sealed partial class OwnJson : JsonSerializerContext;
