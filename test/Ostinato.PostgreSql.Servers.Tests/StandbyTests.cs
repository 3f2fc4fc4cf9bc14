using Npgsql;

namespace Ostinato.PostgreSql.Servers.Tests;

public sealed class StandbyTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_standby_only_reads_until_it_is_promoted()
    {
        await using var primary = await PostgreSqlServer.StartAsync(PostgreSqlVersion.Debian15, ct: Ct);
        await AnswerAsync(primary, "CREATE TABLE kept AS SELECT 7 AS number");
        await using var standby = await primary.StartStandbyAsync(Ct);

        (await AnswerAsync(standby, "SELECT number FROM kept")).ShouldBe("7");
        (await Should.ThrowAsync<PostgresException>(AnswerAsync(standby, "DELETE FROM kept"))).SqlState
            .ShouldBe(PostgresErrorCodes.ReadOnlySqlTransaction);

        await primary.StopAsync(StopMode.Immediate, Ct);
        await standby.PromoteAsync(Ct);
        (await AnswerAsync(standby, "DELETE FROM kept RETURNING number")).ShouldBe("7");
    }

    [Fact]
    public async Task A_server_demands_what_its_rules_of_access_say()
    {
        var settings = new PostgreSqlSettings
        {
            Access = "host all postgres 127.0.0.1/32 trust\nhost all all 127.0.0.1/32 scram-sha-256\n",
        };
        await using var server = await PostgreSqlServer.StartAsync(PostgreSqlVersion.Debian15, settings, Ct);
        await AnswerAsync(server, "CREATE ROLE guest LOGIN PASSWORD 'known'");
        var guest = new NpgsqlConnectionStringBuilder(server.ConnectionString()) { Username = "guest" };

        (await Query.AnswerAsync($"{guest};Password=known", "SELECT 7", Ct)).ShouldBe("7");
        (await Should.ThrowAsync<PostgresException>(Query.AnswerAsync($"{guest};Password=guessed", "SELECT 7", Ct))).SqlState
            .ShouldBe(PostgresErrorCodes.InvalidPassword);
    }

    private static Task<string?> AnswerAsync(PostgreSqlServer server, string sql) => Query.AnswerAsync(server.ConnectionString(), sql, Ct);
}
