using System.Text.Json;

namespace Ostinato.Tests.Jobs;

public sealed class JobIdJsonTests
{
    [Theory]
    [InlineData("42", "\"42\"")]
    [InlineData("01J-abc", "\"01J-abc\"")]
    public void An_id_is_written_as_the_text_it_prints_and_read_back(string id, string json)
    {
        JsonSerializer.Serialize(new JobId(id)).ShouldBe(json);
        JsonSerializer.Deserialize<JobId>(json).ShouldBe(new JobId(id));
    }

    [Fact]
    public void The_empty_id_is_null()
    {
        JsonSerializer.Serialize(default(JobId)).ShouldBe("null");
        JsonSerializer.Deserialize<JobId>("null").ShouldBe(default);
        JsonSerializer.Deserialize<JobId?>("null").ShouldBeNull();
    }

    [Theory]
    [InlineData("42")]
    [InlineData("\"\"")]
    [InlineData("{}")]
    public void What_is_no_id_is_refused(string json) => Should.Throw<JsonException>(() => JsonSerializer.Deserialize<JobId>(json));

    [Fact]
    public void A_handle_is_readable_as_an_answer_of_a_web_application() =>
        JsonSerializer.Serialize(new JobHandle(new JobId(42), IsDuplicate: false), JsonSerializerOptions.Web).ShouldBe("""{"id":"42","isDuplicate":false,"isReplaced":false}""");
}
