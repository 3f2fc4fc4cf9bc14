using System.Data.Common;

namespace Ostinato.Testing;

/// <summary>A client that stores nothing and remembers everything: what did my code enqueue?</summary>
/// <remarks>
/// Every call counts as a new job; unique keys are recorded with the options but hold nothing back. A transaction is recorded and not
/// touched. Safe to use from any thread.
/// </remarks>
public sealed class RecordingJobClient : IJobClient
{
    private readonly Lock _lock = new();
    private readonly List<RecordedJob> _jobs = [];
    private readonly Dictionary<Type, Func<object, object?>> _answers = [];
    private readonly JobRecorder _recorder;
    private long _lastId;

    /// <summary>Remembers payloads that carry a <see cref="JobAttribute"/>.</summary>
    /// <param name="time">The clock of <see cref="RecordedJob.EnqueuedAt"/>. Default: the system's.</param>
    public RecordingJobClient(TimeProvider? time = null)
        : this(new JobRecorder(time ?? TimeProvider.System))
    {
    }

    internal RecordingJobClient(JobRecorder recorder) => _recorder = recorder;

    /// <summary>What was enqueued so far, in order.</summary>
    public IReadOnlyList<RecordedJob> Jobs
    {
        get
        {
            lock (_lock)
            {
                return [.. _jobs];
            }
        }
    }

    /// <summary>True: recording waits for nothing.</summary>
    public bool IsSynchronousInTransaction => true;

    /// <summary>Forgets what was enqueued so far.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            _jobs.Clear();
        }
    }

    /// <summary>Says what <see cref="IJobClient.ResultAsync"/> returns for jobs of one kind.</summary>
    public RecordingJobClient Answer<TJob, TResult>(Func<TJob, TResult> answer)
        where TJob : notnull
    {
        ArgumentNullException.ThrowIfNull(answer);
        lock (_lock)
        {
            _answers[typeof(TJob)] = job => answer((TJob)job);
        }

        return this;
    }

    /// <inheritdoc/>
    public Task<JobHandle> EnqueueAsync(object job, EnqueueOptions? options, DbTransaction? transaction, CancellationToken ct) =>
        ct.IsCancellationRequested ? Task.FromCanceled<JobHandle>(ct) : Task.FromResult(Record([job], options, transaction)[0]);

    /// <inheritdoc/>
    public Task<IReadOnlyList<JobHandle>> EnqueueBatchAsync(
        IReadOnlyList<object> jobs, EnqueueOptions? options, DbTransaction? transaction, CancellationToken ct) =>
        ct.IsCancellationRequested
            ? Task.FromCanceled<IReadOnlyList<JobHandle>>(ct)
            : Task.FromResult<IReadOnlyList<JobHandle>>(Record(jobs, options, transaction));

    /// <summary>Returns what <see cref="Answer"/> says for the payload of that job.</summary>
    /// <exception cref="JobFailedException">There is no such job, or no answer for its kind.</exception>
    public Task<TResult> ResultAsync<TResult>(JobId id, TimeSpan timeout, CancellationToken ct)
    {
        lock (_lock)
        {
            var job = _jobs.Find(job => job.Id == id)
                ?? throw new JobFailedException(id, $"There is no recorded job {id}.");
            return _answers.TryGetValue(job.Payload.GetType(), out var answer)
                ? Task.FromResult((TResult)answer(job.Payload)!)
                : throw new JobFailedException(id, NoAnswer(job.Payload.GetType().Name));
        }
    }

    private static string NoAnswer(string job) =>
        $"A recording client runs nothing. Say what {job} returns with Answer<{job}, …>(job => …).";

    private List<JobHandle> Record(IReadOnlyList<object> jobs, EnqueueOptions? options, DbTransaction? transaction)
    {
        ArgumentNullException.ThrowIfNull(jobs);
        var recorded = jobs.Select(job => _recorder.Record(job, options ?? new EnqueueOptions(), transaction)).ToList();
        lock (_lock)
        {
            recorded = recorded.ConvertAll(job => job with { Id = new JobId(++_lastId) });
            _jobs.AddRange(recorded);
        }

        return recorded.ConvertAll(job => new JobHandle(job.Id, IsDuplicate: false));
    }
}
