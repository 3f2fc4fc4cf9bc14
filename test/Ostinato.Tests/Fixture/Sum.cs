namespace Ostinato.Tests;

/// <summary>A job that returns something.</summary>
[Job("sum")]
internal sealed record Sum(int Left, int Right) : IJobResult<Total>;

internal sealed record Total(int Value);

internal sealed class SumHandler(Recorder recorder, EngineName engine) : IJobHandler<Sum, Total>
{
    public Task<Total> HandleAsync(Sum job, JobContext context, CancellationToken ct)
    {
        recorder.End(recorder.Begin("sum", context, engine, ct));
        return job.Left < 0 ? throw new JobDiscardedException("negative") : Task.FromResult(new Total(job.Left + job.Right));
    }
}
