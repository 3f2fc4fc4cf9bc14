namespace Ostinato.Tests;

/// <summary>A job that returns something.</summary>
[Job("sum")]
internal sealed record Sum(int Left, int Right) : IJobResult<Total>;

internal sealed record Total(int Value);

/// <summary>A job that returns so many characters.</summary>
[Job("long-text")]
internal sealed record LongText(int Length) : IJobResult<string>;

internal sealed class LongTextHandler : IJobHandler<LongText, string>
{
    public Task<string> HandleAsync(LongText job, JobContext context, CancellationToken ct) => Task.FromResult(new string('x', job.Length));
}

internal sealed class SumHandler(Recorder recorder, EngineName engine) : IJobHandler<Sum, Total>
{
    public Task<Total> HandleAsync(Sum job, JobContext context, CancellationToken ct)
    {
        recorder.End(recorder.Begin("sum", context, engine, ct));
        return job.Left < 0 ? throw new JobDiscardedException("negative") : Task.FromResult(new Total(job.Left + job.Right));
    }
}
