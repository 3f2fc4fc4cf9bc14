using System.Diagnostics;

namespace Ostinato.PostgreSql.Servers.Tests;

public sealed class PostgreSqlServerTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(PostgreSqlVersion.Debian15, "15.")]
    [InlineData(PostgreSqlVersion.Npm18, "18.")]
    public async Task The_server_is_of_the_version_that_was_asked_for(PostgreSqlVersion version, string expected)
    {
        await using var server = await PostgreSqlServer.StartAsync(version, ct: Ct);

        (await AnswerAsync(server, "SHOW server_version")).ShouldNotBeNull().ShouldStartWith(expected);
    }

    [Fact]
    public async Task Settings_of_the_caller_win()
    {
        var settings = new PostgreSqlSettings { Fsync = true, More = new Dictionary<string, string> { ["max_connections"] = "33" } };

        await using var server = await PostgreSqlServer.StartAsync(PostgreSqlVersion.Debian15, settings, Ct);

        (await AnswerAsync(server, "SHOW fsync")).ShouldBe("on");
        (await AnswerAsync(server, "SHOW max_connections")).ShouldBe("33");
    }

    [Theory]
    [InlineData(StopMode.Fast)]
    [InlineData(StopMode.Immediate)]
    public async Task A_restart_keeps_the_port_and_what_was_committed(StopMode mode)
    {
        await using var server = await PostgreSqlServer.StartAsync(PostgreSqlVersion.Debian15, ct: Ct);
        var (port, process) = (server.Port, server.ProcessId);
        await AnswerAsync(server, "CREATE TABLE kept AS SELECT 7 AS number");

        await server.RestartAsync(mode, Ct);

        server.Port.ShouldBe(port);
        server.ProcessId.ShouldNotBe(process);
        (await AnswerAsync(server, "SELECT number FROM kept")).ShouldBe("7");
    }

    [Fact]
    public async Task A_server_that_was_killed_starts_again()
    {
        await using var server = await PostgreSqlServer.StartAsync(PostgreSqlVersion.Debian15, ct: Ct);
        await AnswerAsync(server, "CREATE TABLE kept AS SELECT 7 AS number");
        using (var postmaster = Process.GetProcessById(server.ProcessId))
        {
            postmaster.Kill();
        }

        await server.RestartAsync(StopMode.Immediate, Ct);

        (await AnswerAsync(server, "SELECT number FROM kept")).ShouldBe("7");
    }

    [Fact]
    public async Task A_start_can_be_given_up()
    {
        using var cancellation = new CancellationTokenSource(TimeSpan.FromMilliseconds(100), TimeProvider.System);

        await Should.ThrowAsync<OperationCanceledException>(
            PostgreSqlServer.StartAsync(PostgreSqlVersion.Debian15, ct: cancellation.Token));
    }

    [Fact]
    public async Task Servers_that_start_at_the_same_time_get_ports_of_their_own()
    {
        var starts = Enumerable.Range(0, 4).Select(_ => PostgreSqlServer.StartAsync(PostgreSqlVersion.Debian15, ct: Ct));

        var servers = await Task.WhenAll(starts);

        servers.Select(server => server.Port).ShouldBeUnique();
        await Task.WhenAll(servers.Select(server => server.DisposeAsync().AsTask()));
    }

    [Fact]
    public async Task A_wrong_setting_is_told_with_the_log_of_the_server()
    {
        var settings = new PostgreSqlSettings { More = new Dictionary<string, string> { ["no_such_setting"] = "1" } };

        var failure = await Should.ThrowAsync<InvalidOperationException>(
            PostgreSqlServer.StartAsync(PostgreSqlVersion.Debian15, settings, Ct));

        failure.Message.ShouldContain("no_such_setting");
    }

    private static Task<string?> AnswerAsync(PostgreSqlServer server, string sql) => Query.AnswerAsync(server.ConnectionString(), sql, Ct);
}
