namespace Ostinato;

/// <summary>Thrown by a handler to give a job up: it ends as discarded, whatever attempts remain.</summary>
public sealed class JobDiscardedException : Exception
{
    /// <summary>Gives the job up.</summary>
    public JobDiscardedException(string reason)
        : base(reason)
    {
    }

    /// <summary>Gives the job up because of an error.</summary>
    public JobDiscardedException(string reason, Exception inner)
        : base(reason, inner)
    {
    }
}

/// <summary>Thrown by a handler to end a job as cancelled.</summary>
public sealed class JobCancelledException : Exception
{
    /// <summary>Ends the job.</summary>
    public JobCancelledException(string reason)
        : base(reason)
    {
    }

    /// <summary>Ends the job because of an error.</summary>
    public JobCancelledException(string reason, Exception inner)
        : base(reason, inner)
    {
    }
}

/// <summary>
/// The attempt that wanted to complete its job, or to store a checkpoint, does not hold it: its process was declared dead, the attempt was
/// given up, or the job is completed already. Nothing was written; the handler rolls its transaction back, as the work is done elsewhere or
/// was done before.
/// </summary>
public sealed class JobLeaseLostException : Exception
{
    /// <summary>Names the job that was to be completed.</summary>
    public JobLeaseLostException(JobId id)
        : this(id, $"This attempt does not hold job {id} any more, so it cannot complete it. Its transaction must not be committed.")
    {
    }

    private JobLeaseLostException(JobId id, string message)
        : base(message) => Id = id;

    /// <summary>The job.</summary>
    public JobId Id { get; }

    internal static JobLeaseLostException OfCheckpoint(JobId id) =>
        new(id, $"This attempt does not hold job {id} any more, so its checkpoint was not stored.");
}

/// <summary>A checkpoint could not be written as JSON, is too large, or cannot be read.</summary>
public sealed class JobCheckpointException : Exception
{
    /// <summary>Names the job and what is wrong with its checkpoint.</summary>
    public JobCheckpointException(string message)
        : base(message)
    {
    }

    /// <summary>Names the job and what the serializer said.</summary>
    public JobCheckpointException(string message, Exception inner)
        : base(message, inner)
    {
    }
}

/// <summary>A payload could not be turned into bytes, or is too large. Nothing was written.</summary>
public sealed class JobPayloadException : Exception
{
    /// <summary>Names the job and what is wrong with its payload.</summary>
    public JobPayloadException(string message)
        : base(message)
    {
    }

    /// <summary>Names the job and what the serializer said.</summary>
    public JobPayloadException(string message, Exception inner)
        : base(message, inner)
    {
    }
}

/// <summary>The set-up is wrong. Thrown at start; the message names the place and the remedy.</summary>
public sealed class OstinatoConfigurationException(string message, Exception? inner = null) : Exception(message, inner);
