namespace Ostinato;

/// <summary>What became of a request to cancel.</summary>
public enum CancelResult
{
    /// <summary>There is no such job.</summary>
    NotFound,

    /// <summary>It was waiting and is cancelled.</summary>
    Cancelled,

    /// <summary>It is running; its token is cancelled within a second, and it ends as cancelled even if its process dies.</summary>
    Requested,

    /// <summary>It had ended already.</summary>
    AlreadyFinal,
}

/// <summary>What became of a request to run a job again.</summary>
public enum RetryResult
{
    /// <summary>There is no such job.</summary>
    NotFound,

    /// <summary>It is available now.</summary>
    Retried,

    /// <summary>It is running; nothing was changed.</summary>
    Executing,

    /// <summary>It was available already; nothing was changed.</summary>
    AlreadyAvailable,

    /// <summary>Another job holds its unique key; nothing was changed.</summary>
    Conflict,

    /// <summary>It is not set aside as poison, so that it needs no quarantine; nothing was changed.</summary>
    NotPoison,
}

/// <summary>What became of a request to change a job.</summary>
public enum UpdateResult
{
    /// <summary>There is no such job.</summary>
    NotFound,

    /// <summary>It is as it was asked for.</summary>
    Updated,

    /// <summary>It is running; nothing was changed.</summary>
    Executing,

    /// <summary>It has ended; nothing was changed. Retry it first.</summary>
    AlreadyFinal,

    /// <summary>It is set aside and waits for no time, so that it can be given none; nothing was changed. Retry it first.</summary>
    Suspended,

    /// <summary>Another job holds its unique key; nothing was changed.</summary>
    Conflict,

    /// <summary>Others change its tags, metadata or deadline again and again; nothing was changed.</summary>
    Outdated,
}

/// <summary>What became of a request to delete.</summary>
public enum DeleteResult
{
    /// <summary>There is no such job.</summary>
    NotFound,

    /// <summary>It is gone.</summary>
    Deleted,

    /// <summary>It is running; cancel it first.</summary>
    Executing,
}
