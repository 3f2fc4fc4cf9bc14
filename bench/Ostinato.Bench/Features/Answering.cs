using Ostinato.Bench.Jobs;

namespace Ostinato.Bench.Features;

/// <summary>Counts that it ran, and leaves a result.</summary>
[Job("bench.answering")]
public sealed record Answering(int Number, string Email = NoOp.SomeEmail);

/// <summary>What is stored of an <see cref="Answering"/> job.</summary>
public sealed record Answer(int Number, string Text);

internal sealed class AnsweringHandler(Tally tally) : IJobHandler<Answering, Answer>
{
    public Task<Answer> HandleAsync(Answering job, JobContext context, CancellationToken ct)
    {
        tally.Count(job.Number);
        return Task.FromResult(new Answer(job.Number, job.Email));
    }
}
