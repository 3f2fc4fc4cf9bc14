using Ostinato.PostgreSql.Servers;

namespace Ostinato.PostgreSql.Tests.Faults;

/// <summary>A connection that hangs does not make a process look dead: that takes three beats, of two seconds each.</summary>
public sealed class HungBeatTests
{
    private static readonly TimeSpan Patient = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Allowed = TimeSpan.FromSeconds(5);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(PostgreSqlSessions.Avoid)]
    [InlineData(PostgreSqlSessions.Use)]
    public async Task A_beat_gets_through_though_its_connection_hangs(PostgreSqlSessions sessions)
    {
        await using var schema = await OwnSchema.CreateAsync();
        var store = await schema.OpenThroughProxyAsync(Patient, sessions);
        var process = await store.JoinAsync();

        schema.Proxy.Swallow(Way.Both);
        var heartbeat = await store.Processes.BeatAsync(process, Ct).AsTask().WaitAsync(Allowed, TimeProvider.System, Ct);

        heartbeat.StillStands.ShouldBeTrue();
    }

    [Fact]
    public async Task A_process_joins_though_its_connection_hangs()
    {
        await using var schema = await OwnSchema.CreateAsync();
        var store = await schema.OpenThroughProxyAsync(Patient);
        var process = await store.JoinAsync();

        schema.Proxy.Swallow(Way.Both);
        var other = await store.JoinAsync().WaitAsync(Allowed, TimeProvider.System, Ct);
        schema.Proxy.Swallow(Way.Answer);
        var again = await store.JoinAgainAsync(process).WaitAsync(Allowed, TimeProvider.System, Ct);

        other.Id.ShouldNotBe(process.Id);
        again.Id.ShouldBe(process.Id);
    }
}
