using Ostinato.Operations;

namespace Ostinato.Tests.Operations;

public sealed class JobFilterRulesTests
{
    private static readonly JobPosition NewestFirst = new(new JobId(7));
    private static readonly JobPosition LastFinishedFirst = new(new JobId(7), DateTimeOffset.UnixEpoch);

    [Fact]
    public void A_list_goes_on_where_a_list_in_the_same_order_ended()
    {
        JobFilterRules.Check(new JobFilter { After = NewestFirst });
        JobFilterRules.Check(new JobFilter { After = LastFinishedFirst, FinishedFrom = DateTimeOffset.UnixEpoch });
    }

    [Fact]
    public void A_position_in_another_order_is_refused()
    {
        Refusal(new JobFilter { After = LastFinishedFirst }).ShouldContain("another order");
        Refusal(new JobFilter { After = NewestFirst, FinishedBefore = DateTimeOffset.UnixEpoch }).ShouldContain("'7'");
    }

    [Fact]
    public void A_part_of_a_payload_must_be_json()
    {
        JobFilterRules.Check(new JobFilter { Payload = """{"user":42}""" });
        Refusal(new JobFilter { Payload = "user 42" }).ShouldContain(nameof(JobFilter.PayloadText));
    }

    private static string Refusal(JobFilter filter) => Should.Throw<ArgumentException>(() => JobFilterRules.Check(filter)).Message;
}
