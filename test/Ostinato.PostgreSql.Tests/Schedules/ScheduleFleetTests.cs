using Ostinato.PostgreSql.Tests.Fixture;
using Ostinato.Tests.Shared;

namespace Ostinato.PostgreSql.Tests.Schedules;

public sealed class ScheduleFleetTests : SchemaTest
{
    [Fact]
    public Task Eight_processes_whose_clocks_are_apart_fire_each_tick_once() => ScheduleFleet.JudgeAsync(
        o => o.UsePostgreSql(Schema.Direct, options => options.Schema = Schema.Name), TestContext.Current.CancellationToken);
}
