using System.Text.Json.Serialization;

namespace Ostinato.Bench.Jobs;

/// <summary>Does nothing but count that it ran.</summary>
[Job("bench.no-op")]
public sealed record NoOp([property: JsonPropertyName("user_id")] int Number, string Email = NoOp.SomeEmail)
{
    public const string SomeEmail = "someone@example.com";

    /// <summary>The bytes that are stored of it.</summary>
    public static string Json(int number) => $$"""{"user_id":{{number}},"email":"{{SomeEmail}}"}""";
}

internal sealed class NoOpHandler(Tally tally) : IJobHandler<NoOp>
{
    public Task HandleAsync(NoOp job, JobContext context, CancellationToken ct)
    {
        tally.Count(job.Number);
        return Task.CompletedTask;
    }
}
