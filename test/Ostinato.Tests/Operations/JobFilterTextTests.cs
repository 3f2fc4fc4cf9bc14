namespace Ostinato.Tests.Operations;

/// <summary>Filters in words.</summary>
public sealed class JobFilterTextTests
{
    private static readonly DateTimeOffset Now = new(2030, 1, 2, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Every_field_can_be_said() => JobFilter.Parse(
            """state:discarded,Cancelled queue:mail name:welcome-email tag:vip payload:"{\"id\": 7}" text:ada error:"timed out" since:2h before:2030-01-02T11:00Z""", Now)
        .ShouldBe(new JobFilter
        {
            States = JobStates.Discarded | JobStates.Cancelled,
            Queue = "mail",
            Name = "welcome-email",
            Tag = "vip",
            Payload = "{\"id\": 7}",
            PayloadText = "ada",
            Error = "timed out",
            FinishedFrom = Now.AddHours(-2),
            FinishedBefore = Now.AddHours(-1),
        });

    [Theory]
    [InlineData("", JobStates.Any)]
    [InlineData("   ", JobStates.Any)]
    [InlineData("state:final", JobStates.Final)]
    [InlineData(" state:incomplete,completed ", JobStates.Incomplete | JobStates.Completed)]
    public void States_may_be_sets(string text, JobStates states) => JobFilter.Parse(text).ShouldBe(new JobFilter { States = states });

    [Theory]
    [InlineData("since:90s", 90)]
    [InlineData("since:1.5h", 5_400)]
    [InlineData("since:7d", 604_800)]
    [InlineData("since:30m", 1_800)]
    public void A_span_counts_back_from_now(string text, int seconds) =>
        JobFilter.Parse(text, Now).FinishedFrom.ShouldBe(Now.AddSeconds(-seconds));

    [Theory]
    [InlineData("stat:discarded", "'stat' is no field of a query. There are state, queue, name, tag, payload, text, error, since, before.")]
    [InlineData("state:broken", "'broken' is no state. There are scheduled, available, executing,")]
    [InlineData("state:none", "'none' is no state.")]
    [InlineData("state:3", "'3' is no state.")]
    [InlineData("state:", "A value is missing in the query 'state:', after 'state:'.")]
    [InlineData("mail", "'mail' in the query 'mail' has no field. Write field:value, such as text:mail.")]
    [InlineData("lost mail queue:default", "'lost' in the query")]
    [InlineData("queue:a queue:b", "'queue' is there twice in the query")]
    [InlineData("text:\"open", "A quotation mark is missing at the end")]
    [InlineData("since:soon", "'soon' is no time.")]
    [InlineData("since:-2h", "'-2h' is no time.")]
    [InlineData("since:99999999d", "'99999999d' is no time.")]
    public void Nonsense_is_refused_with_a_reason(string text, string wanted) =>
        Should.Throw<FormatException>(() => JobFilter.Parse(text, Now)).Message.ShouldStartWith(wanted);

    [Fact]
    public void A_payload_that_is_no_JSON_is_refused() =>
        Should.Throw<ArgumentException>(() => JobFilter.Parse("payload:ada")).Message.ShouldContain("is no JSON");

    [Fact]
    public void What_is_written_can_be_read()
    {
        var random = new Random(7);
        for (var time = 0; time < 1_000; time++)
        {
            var filter = new JobFilter
            {
                States = (JobStates)random.Next(1, (int)JobStates.Any + 1),
                Queue = random.Next(2) == 0 ? null : "mail",
                Name = random.Next(2) == 0 ? null : "welcome",
                Payload = random.Next(2) == 0 ? null : """{"a b":"c\\d\""}""",
                PayloadText = random.Next(2) == 0 ? null : Text(random),
                Error = random.Next(2) == 0 ? null : Text(random),
                FinishedFrom = random.Next(2) == 0 ? null : Now.AddTicks(random.Next()),
            };

            JobFilter.Parse(filter.ToString(), Now).ShouldBe(filter, filter.ToString());
        }
    }

    private static string Text(Random random) =>
        string.Concat(Enumerable.Range(0, random.Next(1, 8)).Select(_ => "ab:\"\\ \t{,é"[random.Next(10)]));
}
