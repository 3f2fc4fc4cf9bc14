using Npgsql;

namespace Ostinato.PostgreSql;

/// <summary>One question to the server, and what each row of the answer means.</summary>
/// <param name="Statement">The name of the statement in Doctor.sql.</param>
/// <param name="Code">The code of the finding.</param>
/// <param name="Severity">How urgent it is.</param>
/// <param name="Text">What is wrong.</param>
/// <param name="Remedy">What to do.</param>
internal sealed record Examination(
    string Statement, string Code, FindingSeverity Severity, Func<NpgsqlDataReader, string?> Text, string Remedy)
{
    public static IReadOnlyList<Examination> All { get; } =
    [
        new(
            "snapshot", "old-snapshot", FindingSeverity.Warning,
            row => $"{row.GetString(0)} holds a snapshot for {row.GetString(1)} and keeps dead rows of the whole database from being "
                + $"cleared away: {row.GetString(2)}",
            "End the transaction, with pg_terminate_backend or ROLLBACK PREPARED if need be. Claims keep their speed; space and reports "
                + "do not."),
        new(
            "vacuum_off", "autovacuum-off", FindingSeverity.Critical,
            row => $"Autovacuum is off for {row.GetString(0)}; tables grow without end.",
            "Turn it on: the setting autovacuum of the server, or ALTER TABLE … RESET (autovacuum_enabled)."),
        new(
            "vacuum_behind", "vacuum-behind", FindingSeverity.Warning,
            row => $"Table {row.GetString(0)} has {row.GetInt64(1):N0} dead rows and {row.GetInt64(2):N0} live ones.",
            "Look for an old snapshot first; then raise autovacuum_max_workers or lower autovacuum_naptime, and run VACUUM once."),
        new(
            "stuck_leases", "lease-of-nobody", FindingSeverity.Critical,
            row => $"{row.GetInt64(2):N0} jobs are leased to process {row.GetInt32(0)}, which does not exist.",
            "Report this as a defect, with the log of the time when the process died. Retry the jobs by hand."),
        new(
            "stuck_completions", "completion-of-nobody", FindingSeverity.Critical,
            row => $"{row.GetInt64(1):N0} completions in transactions of handlers stand for jobs that process {row.GetInt32(0)} does not "
                + $"hold, the first for job {row.GetInt64(2)}.",
            "Report this as a defect, with the log of the time when the process ended. Look at each job: one that is not completed may run "
                + "again, though its handler committed. Then delete the rows of that process from the table completion."),
        new(
            "overdue", "overdue", FindingSeverity.Warning,
            row => $"{row.GetInt64(0):N0} scheduled jobs are due, the oldest for {row.GetString(1)}, and nobody has made them available.",
            "Start a worker: any worker of this store does it, whatever its queues."),
        new(
            "silent", "silent-process", FindingSeverity.Warning,
            row => $"Process {row.GetInt32(0)} (host {row.GetString(1)}, pid {row.GetInt32(2)}) has not beaten for {row.GetString(3)}.",
            "It died while nobody else was there. The next worker that starts takes its jobs back."),
        new(
            "settings", "not-durable", FindingSeverity.Critical,
            row => (row.GetBoolean(0), row.GetBoolean(1), row.GetBoolean(2)) switch
            {
                (true, _, _) => "fsync is off: a crash of the machine can destroy the database.",
                (_, true, _) => "full_page_writes is off: a crash of the machine can damage the database.",
                (_, _, true) => "synchronous_commit is off: a crash of the server can lose jobs whose enqueue has returned.",
                _ => null,
            },
            "Turn the setting on, unless this is a server for tests."),
        new(
            "connections", "connections-short", FindingSeverity.Warning,
            row => row.GetInt64(0) < row.GetInt32(1) * 0.9
                ? null
                : $"{row.GetInt64(0)} of {row.GetInt32(1)} connections of the server are in use.",
            "Raise max_connections, or put a pooler before the server."),
        new(
            "clock", "clock-skew", FindingSeverity.Information,
            row => Skew(row.GetDateTime(0)) is var skew && skew < TimeSpan.FromSeconds(2)
                ? null
                : $"The clocks of this process and of the server differ by {skew.TotalSeconds:N0} s.",
            "Let both follow a time server. Jobs follow the server's clock; times that a program computes from its own are off by as "
                + "much."),
        new(
            "rest", "no-partition", FindingSeverity.Information,
            row => $"About {row.GetInt64(0):N0} jobs are in no partition of their own and are removed one by one.",
            "Nothing, if it was a burst. Otherwise see that a worker runs: it adds partitions."),
    ];

    private static TimeSpan Skew(DateTime server) => (TimeProvider.System.GetUtcNow() - Instants.Of(server)).Duration();
}
