namespace Ostinato.Sqlite;

/// <summary>What follows for a job from the place where it is.</summary>
internal static class JobPlaces
{
    public static JobInfo Describe(JobInfo body, in ReadyRange place) => body with
    {
        State = JobState.Available,
        Attempt = place.Attempt,
        Crashes = place.Crashes,
    };

    public static JobInfo Describe(JobInfo body, in DueRange place) => body with
    {
        State = place.State,
        Attempt = place.Attempt,
        Crashes = place.Crashes,
        DueAt = Microseconds.Time(place.RunAt),
    };

    public static JobInfo Describe(JobInfo body, in LeaseRange place, bool isCancelRequested) => body with
    {
        State = JobState.Executing,
        Attempt = place.Attempt + 1,
        Crashes = place.Crashes,
        ClaimedAt = Microseconds.Time(place.TakenAt),
        Process = place.Process,
        IsCancelRequested = isCancelRequested,
    };

    public static JobInfo Describe(JobInfo body, in DoneRange place, long id) => body with
    {
        State = place.State,
        Attempt = place.Attempt,
        Crashes = place.Crashes,
        FinishedAt = Microseconds.Time(place.FinishedAt),
        Duration = place.Durations is { } packed ? PackedDurations.Read(packed, (int)(id - place.Low)) : null,
        Reason = place.Reason,
    };

    public static JobInfo Describe(JobInfo body, in SuspendedJob place) => body with
    {
        State = JobState.Suspended,
        Attempt = place.Attempt,
        Crashes = place.Crashes,
        Suspension = place.Suspension,
        Reason = place.Reason,
    };
}
