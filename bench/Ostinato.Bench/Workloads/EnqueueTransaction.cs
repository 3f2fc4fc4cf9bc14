using System.Diagnostics;
using System.Text;
using Npgsql;
using Ostinato.Bench.Jobs;
using Ostinato.Bench.Measuring;

namespace Ostinato.Bench.Workloads;

/// <summary>
/// A row and a job in the caller's transaction, against a row and a second row of the job's bytes; blocks of one and the other alternate.
/// </summary>
internal sealed class EnqueueTransaction : IWorkload
{
    private const int PerBlock = 10;
    private const int WarmUp = 2_000;

    private const string Tables = """
        create table account (id bigint generated always as identity primary key, body bytea not null);
        create table message (id bigint generated always as identity primary key, body bytea not null);
        """;

    public async Task<Figure> RunAsync(Arguments arguments)
    {
        var blocks = Math.Max(1, (arguments.Jobs ?? 20_000) / PerBlock);
        await using var scratch = await Scratch.OpenAsync(arguments);
        await scratch.PostgreSql!.RunAsync(Tables);
        await using var system = await JobSystem.StartAsync(arguments, scratch.Database, works: false);
        await using var source = NpgsqlDataSource.Create(scratch.Database);
        await using var connection = await source.OpenConnectionAsync();
        await BlockAsync(WarmUp, number => WithJobAsync(connection, system.Jobs, number));
        await BlockAsync(WarmUp, number => PlainAsync(connection, number));

        var before = system.Counts;
        var (ours, plain) = (new List<double>(), new List<double>());
        for (var block = 0; block < blocks; block++)
        {
            ours.Add(await BlockAsync(PerBlock, number => WithJobAsync(connection, system.Jobs, number)));
            plain.Add(await BlockAsync(PerBlock, number => PlainAsync(connection, number)));
        }

        var asked = system.Counts - before;
        var stored = await system.CountAsync(JobState.Available);
        return Figure.Of(arguments, scratch)
            .With("jobs", blocks * PerBlock)
            .With("jobs_s", (long)(blocks * PerBlock / ours.Sum()))
            .With("plain_s", (long)(blocks * PerBlock / plain.Sum()))
            .With("median_ms", Median(ours) / PerBlock * 1_000)
            .With("plain_median_ms", Median(plain) / PerBlock * 1_000)
            .With("trips_per_job", (double)asked.Commits / (blocks * PerBlock))
            .With("statements_per_job", (double)asked.Statements / (blocks * PerBlock))
            .With("over_plain_percent", (Median(ours.Zip(plain, (with, without) => with / without)) - 1) * 100)
            .With("over_plain_percent_in_all", ((ours.Sum() / plain.Sum()) - 1) * 100)
            .VoidWhen(stored != WarmUp + (blocks * PerBlock), $"{stored} of {WarmUp + (blocks * PerBlock)} jobs are stored");
    }

    private static async Task<double> BlockAsync(int count, Func<int, Task> transact)
    {
        var startedAt = Stopwatch.GetTimestamp();
        for (var number = 0; number < count; number++)
        {
            await transact(number);
        }

        return Stopwatch.GetElapsedTime(startedAt).TotalSeconds;
    }

    private static async Task WithJobAsync(NpgsqlConnection connection, IJobClient jobs, int number)
    {
        await using var transaction = await connection.BeginTransactionAsync();
        await InsertAsync(connection, "insert into account (body) values ($1)", number);
        await jobs.EnqueueAsync(new NoOp(number), transaction);
        await transaction.CommitAsync();
    }

    private static async Task PlainAsync(NpgsqlConnection connection, int number)
    {
        await using var transaction = await connection.BeginTransactionAsync();
        await InsertAsync(connection, "insert into account (body) values ($1)", number);
        await InsertAsync(connection, "insert into message (body) values ($1)", number);
        await transaction.CommitAsync();
    }

    private static async Task InsertAsync(NpgsqlConnection connection, string sql, int number)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = Encoding.UTF8.GetBytes(NoOp.Json(number)) });
        await command.ExecuteNonQueryAsync();
    }

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }
}
