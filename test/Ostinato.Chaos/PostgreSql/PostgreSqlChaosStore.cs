using System.Data.Common;
using Npgsql;
using Ostinato.Chaos.Worker;
using Ostinato.PostgreSql.Tests.Conformance;

namespace Ostinato.Chaos;

/// <summary>A database of a server. The workers may go another way to it than the test.</summary>
internal sealed class PostgreSqlChaosStore(string connection, string workerConnection) : ChaosStore
{
    private const string WorkerName = "chaos-worker";

    public override string Name => "postgresql";

    public override string WorkerConnection { get; } =
        new NpgsqlConnectionStringBuilder(workerConnection) { ApplicationName = WorkerName, Timeout = 3 }.ConnectionString;

    public override void AddTo(OstinatoBuilder builder) => builder.UsePostgreSql($"{connection};Timeout=3", ChaosSettings.Apply);

    public override async Task<DbConnection> OpenAsync(CancellationToken ct)
    {
        var opened = new NpgsqlConnection($"{connection};Pooling=false;Timeout=3;Command Timeout=3");
        await opened.OpenAsync(ct);
        return opened;
    }

    // The driver speaks of a part of its own that is disposed where a connection breaks as something is about to be sent.
    public override bool MayCause(Exception error) =>
        error is IOException or TimeoutException or NpgsqlException or ObjectDisposedException;

    /// <summary>Ends some sessions of workers.</summary>
    public async Task EndSessionsAsync(Random random, int most, CancellationToken ct)
    {
        var asked = await AskAsync<int>($"select pid from pg_stat_activity where application_name = '{WorkerName}' order by pid", ct);
        var sessions = asked.ToArray();
        random.Shuffle(sessions);
        var victims = $"'{{{string.Join(',', sessions.Take(most))}}}'::int[]";
        await AskAsync<bool>($"select pg_terminate_backend(pid) from unnest({victims}) as victim (pid)", ct);
    }

    public override async Task VerifyAsync(CancellationToken ct)
    {
        (await AskAsync<long>("select count(*) from ostinato.lease", ct)).ShouldBe([0], "leases that nobody holds");
        (await AskAsync<string>("select id || '.' || epoch from ostinato.process", ct)).ShouldBeEmpty("processes that have stopped");
        await PlaceCheck.RunAsync(connection, "ostinato");
    }

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task<List<T>> AskAsync<T>(string sql, CancellationToken ct)
    {
        await using var opened = await OpenAsync(ct);
        await using var command = opened.CreateCommand();
        command.CommandText = sql;
        await using var rows = await command.ExecuteReaderAsync(ct);
        var answers = new List<T>();
        while (await rows.ReadAsync(ct))
        {
            answers.Add(rows.GetFieldValue<T>(0));
        }

        return answers;
    }
}
