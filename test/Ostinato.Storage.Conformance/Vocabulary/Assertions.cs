namespace Ostinato.Storage.Conformance;

/// <summary>What scenarios expect, with room for a store whose clock runs by itself.</summary>
public static class Assertions
{
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(10);

    public static void ShouldBeAbout(this TimeSpan? actual, TimeSpan expected) => actual.ShouldNotBeNull().ShouldBeAbout(expected);

    public static void ShouldBeAbout(this TimeSpan actual, TimeSpan expected) => actual.ShouldBe(expected, Tolerance);

    public static void ShouldBeAbout(this DateTimeOffset? actual, DateTimeOffset expected) =>
        actual.ShouldNotBeNull().ShouldBeAbout(expected);

    public static void ShouldBeAbout(this DateTimeOffset actual, DateTimeOffset expected) => actual.ShouldBe(expected, Tolerance);

    /// <summary>These jobs and no others, in any order. For many jobs, where a comparison one by one takes too long.</summary>
    public static void ShouldBeJobs(this IEnumerable<JobId> actual, IEnumerable<JobId> expected, string because)
    {
        actual.Except(expected).Take(10).ShouldBeEmpty(because);
        expected.Except(actual).Take(10).ShouldBeEmpty(because);
    }

    /// <summary>The names of the jobs, such as <c>a b c</c>.</summary>
    public static string Names(this IEnumerable<ClaimedJob> jobs) => string.Join(' ', jobs.Select(job => job.Name));

    public static string Names(this IEnumerable<JobInfo> jobs) => string.Join(' ', jobs.Select(job => job.Name));

    public static IReadOnlyList<JobId> Ids(this IEnumerable<ClaimedJob> jobs) => [.. jobs.Select(job => job.Id)];

    public static IReadOnlyList<JobId> Ids(this IEnumerable<JobInfo> jobs) => [.. jobs.Select(job => job.Id)];
}
