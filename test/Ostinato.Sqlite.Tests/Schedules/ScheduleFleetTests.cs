using Ostinato.Tests.Shared;

namespace Ostinato.Sqlite.Tests.Schedules;

public sealed class ScheduleFleetTests : IAsyncDisposable
{
    private readonly StoreFolder _folder = new();

    public ValueTask DisposeAsync() => _folder.DisposeAsync();

    [Fact]
    public Task Eight_processes_whose_clocks_are_apart_fire_each_tick_once() =>
        ScheduleFleet.JudgeAsync(o => o.UseSqlite(_folder.ConnectionString), TestContext.Current.CancellationToken);
}
