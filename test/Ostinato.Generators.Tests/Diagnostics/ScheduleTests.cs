using Ostinato.Generators.Tests.Support;

namespace Ostinato.Generators.Tests.Diagnostics;

public sealed class ScheduleTests
{
    [Fact]
    public async Task An_expression_that_cannot_be_read_is_an_error_in_the_words_of_its_reader()
    {
        var messages = await Setup("""
            o.Cron("nightly", {|OST023:"61 * * * *"|}, new Payload());
            o.Cron("nightly", {|OST023:Every|}, new Payload());
            o.Cron(expression: {|OST023:"0 0 * *"|}, name: "nightly", payload: new Payload());
            """).ShouldReport();

        messages[0].ShouldBe(
            "'61 * * * *' is no cron expression: in the field for the minute, '61', '61' is no minute: 0 to 59. "
                + "Correct it: the application would not start.");
        messages[2].ShouldContain("it has 4 fields");
    }

    [Fact]
    public async Task A_day_that_no_month_has_is_an_error()
    {
        var messages = await Setup("""
            o.Cron("leap", {|OST024:"0 0 30 2 *"|}, new Payload());
            o.Cron("leap", {|OST024:"0 0 31 4,6,9,11 *"|}, new Payload());
            o.Cron("leap", "0 0 29 2 *", new Payload());
            """).ShouldReport();

        messages[0].ShouldBe(
            "'0 0 30 2 *' would never fire: no month that it names has such a day. Name a day that one of its months has.");
    }

    [Fact]
    public Task Definitions_and_expressions_by_themselves_are_read_too() => Setup("""
        var definition = new ScheduleDefinition { Expression = {|OST023:"daily"|}, Job = "a", Zone = {|OST025:"+02:00"|} };
        definition = definition with { Expression = {|OST024:"0 0 31 2 *"|}, Priority = {|OST007:10|} };
        CronExpression.Parse({|OST023:"H * * * *"|});
        CronExpression.Parse("H * * * *", "seed");
        CronExpression.TryParse("what a person typed", null, out _, out _);
        """).ShouldReport();

    [Fact]
    public async Task A_zone_that_no_machine_can_know_is_a_warning()
    {
        var messages = await Setup("""
            o.Cron("zones", "0 0 * * *", new Payload(), s => s.In({|OST025:"+02:00"|}));
            o.Cron("zones", "0 0 * * *", new Payload(), s => s.In({|OST025:""|}));
            o.Cron("zones", "0 0 * * *", new Payload(), s => s.In({|OST025:" Europe/Vilnius"|}));
            o.Cron("zones", "0 0 * * *", new Payload(), s => s.In({|OST025:"Europe:Vilnius"|}));
            o.Cron("zones", "0 0 * * *", new Payload(), s => s.In("Etc/GMT+2"));
            o.Cron("zones", "0 0 * * *", new Payload(), s => s.In("UTC-11"));
            o.Cron("zones", "0 0 * * *", new Payload(), s => s.In("Central Standard Time (Mexico)"));
            o.Cron("zones", "0 0 * * *", new Payload(), s => s.In("Europe/Nowhere"));
            """).ShouldReport();

        messages[0].ShouldBe(
            "'+02:00' cannot be a time zone: it is an offset, which knows no summer time. "
                + "Use an IANA name, such as \"Europe/Vilnius\", or \"UTC\".");
    }

    [Fact]
    public async Task Names_priorities_and_durations_out_of_range_are_errors()
    {
        var messages = await Setup("""
            o.Cron({|OST003:"every night"|}, "0 0 * * *", new Payload());
            o.Cron("a", "0 0 * * *", new Payload(), s => s.Priority({|OST007:-1|}).Jitter({|OST007:TimeSpan.FromMinutes(-5)|}));
            o.Cron("a", "0 0 * * *", new Payload(), s => s.Jitter({|OST007:TimeSpan.FromDays(2)|}));
            o.Cron("a", "0 0 * * *", new Payload(), s => s.CatchUp(CatchUp.All, {|OST007:TimeSpan.FromDays(400)|}));
            o.Cron("a", "0 0 * * *", new Payload(), s => s.CatchUp(CatchUp.All).Jitter(TimeSpan.FromHours(24)).Priority(9));
            """).ShouldReport();

        messages[2].ShouldBe("Jitter cannot be TimeSpan.FromMinutes(-5). Use 0 s to 1 day.");
    }

    [Fact]
    public Task What_is_no_constant_is_left_to_the_start() => Setup("""
        o.Cron(args, args, new Payload(), s => s.In(args).Jitter(TimeSpan.Parse(args)));
        o.Cron(args, "0 0 H(30-31) 2 *", new Payload());
        """).ShouldReportNothing();

    [Fact]
    public Task Other_methods_of_these_names_are_none_of_our_business() => """
        public static class Mine
        {
            public static void Cron(string name, string expression) => Cron("a b", "never");
        }
        """.ShouldReportNothing();

    private static string Setup(string body) => $$"""
        [Job("a")]
        public sealed record Payload;

        public sealed class Handler : IJobHandler<Payload>
        {
            public Task HandleAsync(Payload job, JobContext context, CancellationToken ct) => Task.CompletedTask;
        }

        public static class Program
        {
            private const string Every = "every day";

            public static void Add(OstinatoBuilder o, string args)
            {
                {{body}}
            }
        }
        """;
}
