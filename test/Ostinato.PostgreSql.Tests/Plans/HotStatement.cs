namespace Ostinato.PostgreSql.Tests.Plans;

/// <summary>How a statement is meant to be run, however many rows there are and whatever the statistics say.</summary>
/// <param name="Name">Its name in its file.</param>
/// <param name="Pages">How many pages it touches at the most.</param>
/// <param name="Indexes">The indexes that it may read by.</param>
internal sealed record HotStatement(string Name, int Pages, params string[] Indexes)
{
    private static readonly string[] Bodies = ["job_1_pkey", "job_rest_pkey"];

    /// <summary>For 100 jobs where there are many, each alone in its range.</summary>
    public static IReadOnlyList<HotStatement> All { get; } =
    [
        new("fence", 4, "process_pkey"),
        new("settle", 100),
        new("claim", 1_100, "queue_pkey", "ready_line", "ready_lo"),
        new("bodies", 400, ["lease_claim", .. Bodies]),
        new("around", 12, "cancel_pkey", "due_time"),
        new("insert", 4_500),
        new("insert_timed", 80),
        new("promote", 1_400, "due_time", "due_lo"),
        new("next", 10, "due_time"),
        new("look", 12, "ready_line", "queue_pkey"),
        new("beat", 6, "process_pkey"),
        new("prune", 2_100,
            ["done_age", "done_pkey", "result_pkey", "failure_job", "unique_claim_pkey", "unique_key_job", .. Bodies]),
        new("get", 30,
            ["done_pkey", "lease_pkey", "ready_lo", "due_lo", "suspended_pkey", "cancel_pkey", .. Bodies]),
        new("list", 600,
            ["done_pkey", "done_cancelled", "done_discarded", "lease_pkey", "ready_lo", "due_lo", "due_retryable", "suspended_pkey",
            "cancel_pkey", .. Bodies]),
        new("history", 600, ["done_age", .. Bodies]),
    ];

    public static HotStatement Of(string name) => All.Single(statement => statement.Name == name);
}
