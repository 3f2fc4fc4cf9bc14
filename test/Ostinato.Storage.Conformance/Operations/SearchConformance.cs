namespace Ostinato.Storage.Conformance;

/// <summary>Looking for jobs by what is in their payloads.</summary>
public abstract class SearchConformance<TFixture> : StoreScenarios<TFixture>
    where TFixture : StoreFixture, new()
{
    [Theory]
    [InlineData("""{"user":{"id":42}}""", "b a")]
    [InlineData("""{"user":{"id":42.0}}""", "b a")]
    [InlineData("""{"user":{"id":4}}""", "")]
    [InlineData("""{"user":{}}""", "c b a")]
    [InlineData("""{"note":null}""", "a")]
    [InlineData("""{"lines":[{"sku":"x"}]}""", "b")]
    [InlineData("""{"lines":[{"sku":"x","n":1}]}""", "")]
    [InlineData("""{"lines":[]}""", "c b")]
    [InlineData("""{"User":{"id":42}}""", "")]
    [InlineData("""{"name":"Zoë"}""", "c")]
    [InlineData("{}", "f c b a")]
    [InlineData("[]", "d")]
    [InlineData("[2,1]", "d")]
    [InlineData("1", "d")]
    [InlineData("\"1\"", "e")]
    [InlineData("true", "")]
    public async Task A_payload_is_found_by_a_part_of_it(string part, string found)
    {
        await Store.EnqueueMany(
            New.Job("a", payload: """{"user":{"id":42,"vip":true},"note":null}"""),
            New.Job("b", payload: """{"lines":[{"sku":"y","n":1},{"sku":"x","n":2}],"user":{"id":42}}"""),
            New.Job("c", payload: """{"user":{"id":7},"name":"Zo\u00EB","lines":[]}"""),
            New.Job("d", payload: "[1,2,[3]]"),
            New.Job("e", payload: "\"1\""),
            New.Job("f", payload: "{}"));

        (await Store.All(new JobFilter { Payload = part })).Names().ShouldBe(found);
    }

    [Theory]
    [InlineData("acme", "a")]
    [InlineData("Acme", "b")]
    [InlineData("\"to\":\"a", "b a")]
    [InlineData("100%", "c")]
    [InlineData("ž😀漢", "c")]
    [InlineData("'", "d")]
    [InlineData("", "d c b a")]
    public async Task A_payload_is_found_by_text_in_it(string text, string found)
    {
        await Store.EnqueueMany(
            New.Job("a", payload: """{"to":"a@acme.example"}"""),
            New.Job("b", payload: """{"to":"a@Acme.example"}"""),
            New.Job("c", payload: """{"note":"100% ž😀漢"}"""),
            New.Job("d", payload: """{"note":"it's 100 _"}"""));

        (await Store.All(new JobFilter { PayloadText = text })).Names().ShouldBe(found);
    }

    [Fact]
    public async Task A_search_goes_through_all_states_page_by_page()
    {
        foreach (var state in Enum.GetValues<JobState>())
        {
            await Store.EnqueueAs(state, New.Job($"{state}", queue: $"{state}", payload: """{"n":1}"""));
            await Store.EnqueueAs(state, New.Job("other", queue: $"{state}", payload: """{"n":2}"""));
        }

        (await Store.All(new JobFilter { Payload = """{"n":1}""", Limit = 1 })).Names()
            .ShouldBe("Suspended Discarded Cancelled Completed Retryable Executing Available Scheduled");
    }

    [Fact]
    public async Task A_search_works_with_the_other_filters()
    {
        await Store.EnqueueMany(
            New.Job("a", "one", payload: """{"n":1}""", tags: ["t"]), New.Job("a", "one", payload: """{"n":2}""", tags: ["t"]),
            New.Job("a", "two", payload: """{"n":1}""", tags: ["t"]), New.Job("b", "one", payload: """{"n":1}""", tags: ["t"]),
            New.Job("a", "one", payload: """{"n":1}"""));

        var found = await Store.All(new JobFilter { Name = "a", Queue = "one", Tag = "t", Payload = """{"n":1}""", PayloadText = "1" });

        found.Count.ShouldBe(1);
    }
}
