namespace Ostinato.Tests;

/// <summary>A job of which one at a time waits, with what was said last.</summary>
[Job("digest"), Unique(Key = "{User}", Replace = UniqueReplace.Payload | UniqueReplace.DueAt)]
internal sealed record Digest(int User, string Text);

internal sealed class DigestHandler(Recorder recorder, EngineName engine) : IJobHandler<Digest>
{
    public Task HandleAsync(Digest job, JobContext context, CancellationToken ct)
    {
        recorder.End(recorder.Begin(job.Text, context, engine, ct));
        return Task.CompletedTask;
    }
}
