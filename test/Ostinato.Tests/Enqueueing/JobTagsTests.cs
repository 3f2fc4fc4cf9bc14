namespace Ostinato.Tests.Enqueueing;

public sealed class JobTagsTests
{
    [Fact]
    public void Tags_are_trimmed_in_lower_case_and_without_repetitions() =>
        JobTags.Normalize([" Alpha", "ALPHA", "", "beta", "  "], "mail").ShouldBe(["alpha", "beta"]);

    [Fact]
    public void More_than_20_tags_are_refused() =>
        Should.Throw<ArgumentException>(() => JobTags.Normalize([.. Enumerable.Range(1, 21).Select(i => $"t{i}")], "mail")).Message
            .ShouldBe("Job 'mail' has 21 tags; at most 20 are kept. Put the rest into its metadata.");

    [Fact]
    public void Repetitions_do_not_count_towards_the_20() =>
        JobTags.Normalize([.. Enumerable.Range(1, 40).Select(number => $"t{number % 20}")], "mail").Count.ShouldBe(20);

    [Fact]
    public void A_tag_beyond_100_characters_is_refused() =>
        Should.Throw<ArgumentException>(() => JobTags.Normalize([new string('x', 101)], "mail")).Message
            .ShouldBe("Job 'mail' has a tag of 101 characters; at most 100 are allowed.");
}
