using System.Text.Json;
using Npgsql;

namespace Ostinato.PostgreSql;

/// <summary>Looks for what is wrong with the server, the schema and the sessions.</summary>
internal sealed class PostgreSqlDoctor(
    Links links, SqlFile sql, SqlFile claim, StartCheck check, NpgsqlDataSource source, string schema)
{
    private static readonly string[] Indexes =
    [
        "ready_line", "ready_lo", "due_time", "due_lo", "lease_pkey", "lease_claim", "done_pkey", "done_age", "done_cancelled",
        "done_discarded", "suspended_pkey", "failure_pkey", "result_pkey", "unique_claim_pkey", "unique_key_pkey", "unique_key_job",
        "process_pkey", "cancel_pkey", "completion_pkey", "due_retryable", "job_pkey", "schedule_pkey", "schedule_next",
        "tick_pkey",
    ];

    public async ValueTask<IReadOnlyList<Finding>> ExamineAsync(CancellationToken ct)
    {
        var findings = new List<Finding>();
        foreach (var examination in Examination.All)
        {
            findings.AddRange(await links.RunAsync(link => ExamineAsync(link, examination, ct), ct).ConfigureAwait(false));
        }

        findings.AddRange(await links.RunAsync(link => ExamineIndexesAsync(link, ct), ct).ConfigureAwait(false));
        findings.AddRange(await links.RunAsync(link => ExaminePlanAsync(link, ct), ct).ConfigureAwait(false));
        findings.AddRange(await check.FindAsync(links.Prepares, ct).ConfigureAwait(false));
        findings.AddRange(ExamineSource());
        return findings;
    }

    // The store's own source has it off.
    private IEnumerable<Finding> ExamineSource()
    {
        if (new NpgsqlConnectionStringBuilder(source.ConnectionString).KeepAlive is > 0 and var seconds)
        {
            yield return new Finding(
                "driver-keepalive",
                FindingSeverity.Warning,
                $"The NpgsqlDataSource that the application gives has Keepalive={seconds}: where a connection hangs, the driver's look at "
                + "it blocks a thread and everybody who wants that connection.",
                "Take Keepalive out of its connection string, and set Tcp Keepalive=true;Tcp Keepalive Time=10.");
        }
    }

    private async Task<List<Finding>> ExamineAsync(Link link, Examination examination, CancellationToken ct)
    {
        await using var trip = link.Trip().Add(sql[examination.Statement]);
        await using var reader = await trip.ReadAsync(ct).ConfigureAwait(false);
        var findings = new List<Finding>();
        while (await reader.ReadAsync(ct).ConfigureAwait(false))
        {
            if (examination.Text(reader) is { } text)
            {
                findings.Add(new Finding(examination.Code, examination.Severity, text, examination.Remedy));
            }
        }

        return findings;
    }

    private async Task<List<Finding>> ExamineIndexesAsync(Link link, CancellationToken ct)
    {
        await using var trip = link.Trip().Add(sql["indexes"]).With(Indexes);
        await using var reader = await trip.ReadAsync(ct).ConfigureAwait(false);
        var findings = new List<Finding>();
        while (await reader.ReadAsync(ct).ConfigureAwait(false))
        {
            findings.Add(new Finding(
                "schema-drift",
                FindingSeverity.Critical,
                $"Index '{reader.GetString(0)}' of schema '{schema}' is missing or not valid.",
                "Create it again as PostgreSqlMigrations.Script shows; REINDEX mends one that is not valid."));
        }

        return findings;
    }

    // The plan of a claim must not depend on statistics; one that reads whole tables says that something is not as it was made.
    private async Task<List<Finding>> ExaminePlanAsync(Link link, CancellationToken ct)
    {
        await using var trip = link.Trip()
            .Add(sql["pin"])
            .Add("explain (format json) " + claim["claim"]).With(0).With(1).With(1).With(0).With(0)
            .With([(short)0]).With([0L]).With([(short)1]).With(0L);
        await using var reader = await trip.ReadUnpreparedAsync(ct).ConfigureAwait(false);
        await reader.NextResultAsync(ct).ConfigureAwait(false);
        await reader.ReadAsync(ct).ConfigureAwait(false);
        using var plan = JsonDocument.Parse(reader.GetString(0));
        return [.. Scans(plan.RootElement).Distinct(StringComparer.Ordinal).Select(table => new Finding(
            "bad-plan",
            FindingSeverity.Critical,
            $"A claim would read the whole of table '{table}' of schema '{schema}'.",
            "Look for a missing index, and for enable_indexscan = off or other planner settings of the server or the user."))];
    }

    private static IEnumerable<string> Scans(JsonElement plan) => plan.ValueKind switch
    {
        JsonValueKind.Array => plan.EnumerateArray().SelectMany(Scans),
        JsonValueKind.Object => Scan(plan).Concat(plan.EnumerateObject().SelectMany(member => Scans(member.Value))),
        _ => [],
    };

    private static IEnumerable<string> Scan(JsonElement node) =>
        node.TryGetProperty("Node Type", out var type) && type.GetString() == "Seq Scan"
        && node.TryGetProperty("Relation Name", out var table)
            ? [table.GetString()!]
            : [];
}
