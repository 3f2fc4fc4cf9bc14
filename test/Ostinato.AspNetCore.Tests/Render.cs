using Microsoft.Extensions.Logging;

namespace Ostinato.AspNetCore.Tests;

/// <summary>A job that waits for the test, and then does what its text says.</summary>
[Job("render")]
internal sealed record Render(string Text) : IJobResult<Rendered>;

internal sealed record Rendered(string Text, int Pages);

internal sealed class Gate
{
    private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Open() => _open.TrySetResult();

    public Task WaitAsync(CancellationToken ct) => _open.Task.WaitAsync(ct);
}

internal sealed class RenderHandler(Gate gate, ILoggerFactory loggers) : IJobHandler<Render, Rendered>
{
    public async Task<Rendered> HandleAsync(Render job, JobContext context, CancellationToken ct)
    {
        loggers.CreateLogger("Press").LogWarning(7, new IOException("no ink"), "page {Page} is <pale>", 1);
        await context.ReportAsync(2, 3, "page two");
        await gate.WaitAsync(ct);
        return job.Text == "secret" ? throw new JobDiscardedException("the password is 1234") : new Rendered(job.Text, 3);
    }
}
