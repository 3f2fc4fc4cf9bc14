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

        // Some pages at the beginning of the index have just been emptied by a prune.
        new("is_any_old", 16, "done_age"),
        // Each has a result, two versions of it where that has expired, and a key.
        new("prune", 6_000,
            ["done_age", "done_pkey", "result_pkey", "note_pkey", "failure_pkey", "unique_claim_pkey", "unique_key_job", .. Bodies]),
        new("aged_results", 800, ["done_age", "result_pkey", .. Bodies]),
        new("expire", 1_500, "result_pkey", "done_pkey"),
        new("get", 45,
            ["done_pkey", "lease_pkey", "ready_lo", "due_lo", "suspended_pkey", "cancel_pkey", .. Bodies]),
        new("list", 600,
            ["done_pkey", "done_cancelled", "done_discarded", "lease_pkey", "ready_lo", "due_lo", "due_retryable", "suspended_pkey",
            "cancel_pkey", "failure_pkey", .. Bodies]),
        new("history", 600, ["done_age", "failure_pkey", .. Bodies]),
        new("observed", 4, "process_pkey"),
        new("take_leases", 400, "lease_claim"),
        new("take_cancels", 10, "cancel_pkey"),
        new("take_completions", 10, "completion_pkey"),
        new("remove", 10, "process_pkey"),
        new("return_ready", 1_000),
        new("add_failures", 1_000),
        new("cut_failures", 1_000, "failure_pkey"),
        new("errors", 10, "failure_pkey"),
        new("check", 20, "process_pkey", "lease_pkey", "completion_pkey"),
        new("write_checked", 20, "process_pkey", "lease_pkey"),
        new("committed", 10, "completion_pkey"),
        new("forget", 10, "completion_pkey"),
        new("closed", 60, "done_pkey", "done_cancelled", "done_discarded", "ready_lo", "due_lo", "lease_pkey", "suspended_pkey",
            "pg_class_oid_index"),
        new("Parts.forget", 1_000, "done_pkey"),
        new("take_ready", 30, "ready_lo"),
        new("take_due", 30, "due_lo"),
        new("ask_holder", 20, "lease_pkey", "cancel_pkey"),
        new("lock_done", 20, ["done_pkey", .. Bodies]),
        new("is_done", 20, "done_pkey"),
        new("lock_ready", 250, "ready_lo"),
        new("lock_due", 250, "due_lo"),
        new("lock_suspended", 60, "suspended_pkey"),
        new("ManyJobs.lock_done", 150, "done_pkey"),
        new("clear_ready", 60, "ready_lo"),
        new("clear_due", 60, "due_lo"),
        new("clear_done", 100, "done_pkey"),
        new("return_due", 40),
        new("return_done", 40),
        new("hold_key", 20, "unique_claim_pkey", "unique_key_pkey"),
        new("hold_keys", 120, "unique_claim_pkey", "unique_key_pkey"),
        new("lock_keys", 400, "unique_claim_pkey"),
        new("take_keys", 800, "unique_claim_pkey"),
        new("priorities", 150, Bodies),
        new("change_queue", 300, Bodies),
        new("remove_results", 60, "result_pkey"),
        new("remove_notes", 60, "note_pkey"),
        new("ManyJobs.remove", 500,
            ["result_pkey", "note_pkey", "failure_pkey", "unique_claim_pkey", "unique_key_job", .. Bodies]),
        new("fire", 20, "schedule_pkey"),
        new("add_ticks", 100),
        new("name_jobs", 150, "tick_pkey", "schedule_pkey"),
        new("fired", 60, "tick_pkey"),
        new("ticks", 40, "tick_pkey"),
        new("cut_ticks", 60, "tick_pkey"),
        new("Notes.write", 400, "lease_pkey", "note_pkey"),
        new("write_last", 200, "note_pkey"),
        new("forget_lines", 200, "note_pkey"),
        new("lines", 10, "note_pkey"),
        new("checkpoint", 10, "note_pkey"),
        new("notes", 12, "note_pkey"),
        new("resume_suspended", 20, ["suspended_pkey", "ready_lo", .. Bodies]),
    ];

    public static HotStatement Of(string name) => All.Single(statement => statement.Name == name);
}
