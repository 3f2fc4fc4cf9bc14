using System.Data.Common;

namespace Ostinato.EntityFrameworkCore;

/// <summary>Jobs that follow each other and were enqueued with the same options: one insert.</summary>
internal sealed record JobBatch(IReadOnlyList<PendingJob> Jobs, IReadOnlyList<object> Payloads, EnqueueOptions? Options)
{
    private const int LargestBatch = BulkEnqueueExtensions.BatchSize;

    public static IEnumerable<JobBatch> Of(IReadOnlyList<(PendingJob Job, object Payload)> jobs)
    {
        for (var start = 0; start < jobs.Count;)
        {
            var options = jobs[start].Job.Options;
            var alike = jobs.Skip(start).TakeWhile(job => ReferenceEquals(job.Job.Options, options)).Take(LargestBatch).ToList();
            yield return new JobBatch(alike.ConvertAll(job => job.Job), alike.ConvertAll(job => job.Payload), options);
            start += alike.Count;
        }
    }

    public async Task<IReadOnlyList<JobHandle>> EnqueueAsync(IJobClient client, DbTransaction transaction, CancellationToken ct) =>
        Jobs.Count == 1
            ? [await client.EnqueueAsync(Payloads[0], Options, transaction, ct).ConfigureAwait(false)]
            : await client.EnqueueBatchAsync(Payloads, Options, transaction, ct).ConfigureAwait(false);
}
