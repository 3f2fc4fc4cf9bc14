using System.Text.Json.Nodes;
using Ostinato.Chaos.Worker;

namespace Ostinato.TwoBuilds;

/// <summary>As the build after has it.</summary>
[Job("draw", Version = 2)]
public sealed record Draw(int Page, string Color)
{
    [UpcastFrom(1)]
    internal static void FromVersion1(JsonObject payload)
    {
        payload.Rename("number", "page");
        payload["color"] = "black";
    }
}

internal sealed class DrawHandler(Ledger ledger) : IJobHandler<Draw>
{
    public async Task HandleAsync(Draw job, JobContext context, CancellationToken ct)
    {
        await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, ct);
        ledger.Write($"new-{context.StoredVersion}-{job.Color}", job.Page, context.Attempt);
    }
}
