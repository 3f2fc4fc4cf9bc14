using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Ostinato.PostgreSql.Servers;
using Ostinato.PostgreSql.Tests.Fixture;
using Ostinato.Storage.Conformance;

namespace Ostinato.PostgreSql.Tests.Doctoring;

public sealed class DoctorTests : SchemaTest
{
    [Fact]
    public async Task Nothing_is_found_where_all_is_well()
    {
        var store = await Schema.OpenAsync();
        await store.EnqueueMany(New.Jobs(100));
        await (await store.Join()).Claim(50);

        (await FindAsync(store)).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_old_snapshot_is_told_with_its_session_and_its_query()
    {
        var store = await Schema.OpenAsync();
        await using var connection = await Schema.ConnectAsync();
        await using var transaction = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead);
        await using var report = new NpgsqlCommand("select 'the long report'", connection);
        await report.ExecuteScalarAsync();
        await Schema.AdvanceAsync(TimeSpan.FromMinutes(10));

        var finding = (await FindAsync(store))
            .Single(finding => finding.Text.Contains($"session {connection.ProcessID} ", StringComparison.Ordinal));

        finding.Code.ShouldBe("old-snapshot");
        finding.Text.ShouldContain("the long report");
        finding.Remedy.ShouldContain("pg_terminate_backend");
    }

    [Fact]
    public async Task Autovacuum_that_is_off_is_told_with_its_table()
    {
        var store = await Schema.OpenAsync();
        await Schema.ExecuteAsync("alter table ostinato.lease set (autovacuum_enabled = false)");

        (await FindAsync(store)).ShouldContain("autovacuum-off").Text.ShouldContain("lease");
    }

    [Fact]
    public async Task A_missing_index_is_told_and_the_plan_that_suffers()
    {
        var store = await Schema.OpenAsync();
        await Schema.ExecuteAsync("drop index ostinato.ready_line");

        var findings = await FindAsync(store);

        findings.ShouldContain("schema-drift").Text.ShouldContain("ready_line");
        findings.ShouldContain("bad-plan").Text.ShouldContain("'ready'");
    }

    [Fact]
    public async Task A_lease_of_nobody_is_told()
    {
        var store = await Schema.OpenAsync();
        await Schema.ExecuteAsync(
            "insert into ostinato.lease (lo, n, process, epoch, queue, priority, seq, attempt, crashes, since, taken_at) "
            + "values (1, 7, 4711, 1, 1, 4, 1, 0, 0, now(), now())");

        (await FindAsync(store)).ShouldContain("lease-of-nobody").Text.ShouldContain("7 jobs are leased to process 4711");
    }

    [Fact]
    public async Task A_completion_of_nobody_is_told_with_its_process_and_its_job()
    {
        var store = await Schema.OpenAsync();
        await Schema.ExecuteAsync("insert into ostinato.completion (process, job, durations) values (4711, 7, '\\x01'), (4711, 8, '\\x01')");

        var finding = (await FindAsync(store)).ShouldContain("completion-of-nobody");

        finding.Text.ShouldStartWith("2 completions");
        finding.Text.ShouldContain("process 4711 does not hold, the first for job 7");
        finding.Remedy.ShouldContain("delete the rows");
    }

    [Fact]
    public async Task A_completion_of_a_job_that_is_held_is_none()
    {
        var store = await Schema.OpenAsync();
        await store.EnqueueMany(New.Jobs(3));
        var worker = await store.Join();
        var held = await worker.Claim(3);
        await using var connection = await Schema.ConnectAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await worker.CompleteIn(transaction, held[1]);
        await transaction.CommitAsync();

        (await FindAsync(store)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Jobs_that_are_due_and_that_nobody_promotes_are_told()
    {
        var store = await Schema.OpenAsync();
        await store.Enqueue(New.Job(wait: TimeSpan.FromMinutes(1)));
        await Schema.AdvanceAsync(TimeSpan.FromMinutes(10));

        (await FindAsync(store, "clock-skew")).ShouldContain("overdue").Text.ShouldStartWith("1 scheduled jobs are due");
    }

    [Fact]
    public async Task A_process_that_died_while_nobody_was_there_is_told()
    {
        var store = await Schema.OpenAsync();
        await store.Join("machine-7", 4711);
        await Schema.AdvanceAsync(TimeSpan.FromMinutes(10));

        (await FindAsync(store, "clock-skew")).ShouldContain("silent-process").Text.ShouldContain("machine-7");
    }

    [Fact]
    public async Task Clocks_that_differ_are_told_though_nothing_depends_on_them()
    {
        var store = await Schema.OpenAsync();
        await Schema.AdvanceAsync(TimeSpan.FromSeconds(90));

        var finding = (await FindAsync(store)).ShouldContain("clock-skew");

        (finding.Severity, finding.Text.Contains("90 s", StringComparison.Ordinal)).ShouldBe((FindingSeverity.Information, true));
    }

    [Fact]
    public async Task A_server_that_does_not_flush_is_told()
    {
        var store = await Schema.OpenAsync();

        (await store.ExamineAsync(CancellationToken.None)).ShouldContain("not-durable").Severity.ShouldBe(FindingSeverity.Critical);
    }

    [Fact]
    public async Task A_source_of_the_application_whose_driver_looks_at_idle_connections_is_told()
    {
        await Schema.OpenAsync();
        await using var source = NpgsqlDataSource.Create($"{Schema.Direct};Keepalive=30");
        await using var store = new PostgreSqlJobStore(
            source, ownsSource: false, new PostgreSqlStoreOptions { Schema = Schema.Name }, TimeProvider.System,
            NullLogger<PostgreSqlJobStore>.Instance);
        await store.StartAsync(CancellationToken.None);

        (await FindAsync(store)).ShouldContain("driver-keepalive").Text.ShouldContain("Keepalive=30");
    }

    [Fact]
    public async Task A_pooler_before_a_store_that_uses_sessions_is_told()
    {
        await Schema.OpenAsync();
        await using var source = NpgsqlDataSource.Create(await SharedPgBouncer.GetAsync(PostgreSqlVersion.Debian15));
        var options = new PostgreSqlStoreOptions { Schema = Schema.Name };
        var migrator = new Migrator(source, Schema.Name, TimeProvider.System, NullLogger.Instance);

        var findings = await new StartCheck(source, options, migrator).FindAsync(usesSessions: true, CancellationToken.None);

        findings.ShouldContain("pooler-with-sessions");
    }

    [Fact]
    public async Task A_schema_that_a_newer_program_has_changed_is_told()
    {
        var store = await Schema.OpenAsync();
        await Schema.ExecuteAsync("insert into ostinato.migration (version, name, serves) values (4711, 'later', 2)");

        (await FindAsync(store)).ShouldContain("schema-version").Remedy.ShouldContain("newer program");
    }

    // The servers of tests do not flush, which is told every time.
    private static async Task<List<Finding>> FindAsync(PostgreSqlJobStore store, params string[] without) =>
        [.. (await store.ExamineAsync(CancellationToken.None))
            .Where(finding => finding.Code is not ("not-durable" or "connections-short") && !without.Contains(finding.Code))];
}

internal static class FindingAssertions
{
    public static Finding ShouldContain(this IEnumerable<Finding> findings, string code) =>
        findings.FirstOrDefault(finding => finding.Code == code)
        ?? throw new ShouldAssertException($"'{code}' is not among: {string.Join(", ", findings.Select(finding => finding.Code))}");
}
