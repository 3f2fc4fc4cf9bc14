using System.Text.Json.Nodes;
using Ostinato.Bench.Jobs;

namespace Ostinato.Bench.Features;

/// <summary>Is in its second version, and stored as such.</summary>
[Job("bench.second-version", Version = 2)]
public sealed record SecondVersion(int Number, string Email = NoOp.SomeEmail)
{
    [UpcastFrom(1)]
    internal static void FromVersion1(JsonObject payload) => payload.Rename("mail", "email");
}

internal sealed class SecondVersionHandler(Tally tally) : IJobHandler<SecondVersion>
{
    public Task HandleAsync(SecondVersion job, JobContext context, CancellationToken ct)
    {
        tally.Count(job.Number);
        return Task.CompletedTask;
    }
}

/// <summary>Has a member that is stored encrypted.</summary>
[Job("bench.secret")]
public sealed record Secret(int Number, [Encrypted] string Email = NoOp.SomeEmail);

internal sealed class SecretHandler(Tally tally) : IJobHandler<Secret>
{
    public Task HandleAsync(Secret job, JobContext context, CancellationToken ct)
    {
        tally.Count(job.Number);
        return Task.CompletedTask;
    }
}

/// <summary>Has a member that operators do not see.</summary>
[Job("bench.discreet")]
public sealed record Discreet(int Number, [Redacted] string Email = NoOp.SomeEmail);

internal sealed class DiscreetHandler(Tally tally) : IJobHandler<Discreet>
{
    public Task HandleAsync(Discreet job, JobContext context, CancellationToken ct)
    {
        tally.Count(job.Number);
        return Task.CompletedTask;
    }
}
