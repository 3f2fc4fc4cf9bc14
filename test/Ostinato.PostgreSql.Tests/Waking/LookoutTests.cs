using System.Collections.Concurrent;
using Npgsql;
using Ostinato.PostgreSql.Servers;
using Ostinato.PostgreSql.Tests.Faults;
using Ostinato.PostgreSql.Tests.Fixture;
using Ostinato.Testing;

namespace Ostinato.PostgreSql.Tests.Waking;

public sealed class LookoutTests : SchemaTest
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(100);

    private readonly FakeTimeProvider _time = new();
    private readonly ConcurrentQueue<string?> _heard = new();

    [Fact]
    public async Task A_look_everywhere_that_hung_and_was_tried_again_does_not_delay_those_that_follow()
    {
        await using var proxy = new TcpProxy(() => new NpgsqlConnectionStringBuilder(Schema.Direct).Port);
        var other = await Schema.OpenAsync(options => options.Sessions = PostgreSqlSessions.Avoid);
        var store = await Schema.OpenAsync(
            options => options.Sessions = PostgreSqlSessions.Avoid, _time, connection: proxy.Through(Schema.Direct));
        store.Subscribe(signal => _heard.Enqueue(signal.Queue));
        var process = await store.JoinAsync();
        await InsertAsync(other, 0);
        await store.ClaimAsync(process, 1);

        var hung = proxy.LoseEndOfRequestAsync(".look(", bytes: 1);
        await store.ClaimAsync(process, 1);
        await PassUntilAsync(() => hung.IsCompleted, "it looks everywhere");
        _time.Advance(TimeSpan.FromSeconds(3));
        proxy.Cut();

        for (var number = 1; number <= 2; number++)
        {
            _heard.Clear();
            await InsertAsync(other, number);
            var took = await PassUntilAsync(() => _heard.Contains("default"), $"job {number} is found");
            took.ShouldBeLessThan(TimeSpan.FromSeconds(15));
            (await store.ClaimAsync(process, 2)).Count.ShouldBe(1);
        }
    }

    private static async Task InsertAsync(PostgreSqlJobStore store, int number) =>
        await store.Inserter.InsertAsync([Port.Job(number)], null, TestContext.Current.CancellationToken);

    private async Task<TimeSpan> PassUntilAsync(Func<bool> condition, string what)
    {
        var passed = TimeSpan.Zero;
        await Eventually.TrueAsync(
            () =>
            {
                _time.Advance(Step);
                passed += Step;
                return condition();
            },
            what);
        return passed;
    }
}
