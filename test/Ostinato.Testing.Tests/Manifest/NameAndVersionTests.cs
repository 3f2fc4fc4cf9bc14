using System.Text.Json.Serialization.Metadata;
using static Ostinato.Testing.Tests.Manifest.Code;

namespace Ostinato.Testing.Tests.Manifest;

/// <summary>Names, versions, results and checkpoints, which are stored beside the payload.</summary>
public sealed class NameAndVersionTests
{
    [Fact]
    public void A_job_that_is_gone_is_told_with_the_one_that_may_be_it()
    {
        var change = Compare(Job<Old.Render>("render"), Job<Old.Render>("draw")).Changes[0];

        (change.Job, change.Place, change.Is, change.Verdict).ShouldBe(("render", "name", null, ManifestVerdict.Unreadable));
        change.Why.ShouldBe("Jobs that are stored as 'render' would be set aside: no code knows them.");
        change.Remedy.ShouldBe("Write [JobAlias(\"render\")] on Render, which has the same members; or bring the job back.");
    }

    [Fact]
    public void A_job_under_another_name_is_read_by_its_alias_and_its_members_are_compared()
    {
        Compare(Job<Old.Render>("render"), Job<Old.Render>("draw", aliases: "render")).IsCompatible.ShouldBeTrue();
        Compare(Job<Old.Render>("render"), Job<Worded.Render>("draw", aliases: "render")).IsCompatible.ShouldBeFalse();
    }

    [Fact]
    public void An_alias_that_is_gone_strands_jobs_of_the_earlier_name()
    {
        var change = Compare(Job<Old.Render>(aliases: "draw"), Job<Old.Render>()).Changes.ShouldHaveSingleItem();

        (change.Was, change.Verdict).ShouldBe(("alias 'draw'", ManifestVerdict.Unreadable));
        change.Remedy.ShouldBe("Write [JobAlias(\"draw\")] on Render again.");
    }

    [Fact]
    public void A_version_that_was_lowered_strands_what_is_stored_under_it()
    {
        var change = Compare(Job<Old.Render>(version: 2), Job<Old.Render>()).Changes.Single(one => one.Verdict != ManifestVerdict.Compatible);

        (change.Place, change.Was, change.Is).ShouldBe(("version", "2", "1"));
        change.Remedy.ShouldBe("Write Version = 2 again, or more; a step back is a new version, too.");
    }

    [Fact]
    public void A_version_that_is_not_read_any_more_strands_what_is_stored_under_it()
    {
        var change = Compare(Job<Old.Render>(), Job<Old.Render>(version: 2, oldest: 2)).Changes
            .Single(one => one.Verdict != ManifestVerdict.Compatible);

        (change.Was, change.Is).ShouldBe(("1", "2 and later"));
        change.Remedy!.ShouldStartWith("Write OldestVersion = 1 and keep the upcaster from there");
    }

    [Fact]
    public void A_member_that_is_gone_may_go_with_a_version_that_says_so() =>
        Compare(Job<Old.Render>(), Job<Less.Render>(version: 2)).IsCompatible.ShouldBeTrue();

    [Fact]
    public void A_result_has_no_versions()
    {
        var change = Compare(Returning(Json<Old.Render>()), Returning(Json<Both.Render>())).Changes.ShouldHaveSingleItem();

        (change.Place, change.Member, change.Verdict).ShouldBe(("result", "color", ManifestVerdict.Unreadable));
        change.Remedy.ShouldBe("Results have no versions: give it a default.");
        Compare(Returning(Json<Old.Render>()), Returning(Json<More.Render>())).IsCompatible.ShouldBeTrue();
    }

    [Fact]
    public void A_checkpoint_has_no_versions()
    {
        var change = Compare(Keeping(Json<Old.Render>()), Keeping(Json<Worded.Render>())).Changes.ShouldHaveSingleItem();

        (change.Place, change.Member, change.Was, change.Is).ShouldBe(("checkpoint", "dpi", "int32", "string"));
        change.Remedy!.ShouldContain("catch JobCheckpointException");
        Compare(Keeping(Json<Old.Render>()), Keeping(Json<Wider.Render>())).IsCompatible.ShouldBeTrue();
    }

    [Fact]
    public void Results_and_checkpoints_that_come_and_go_are_told()
    {
        Compare(Job<Old.Render>(), Returning(Json<Old.Render>())).IsCompatible.ShouldBeTrue();
        Compare(Returning(Json<Old.Render>()), Job<Old.Render>()).Changes.ShouldHaveSingleItem().Verdict.ShouldBe(ManifestVerdict.LosesData);
        Compare(Keeping(Json<Old.Render>()), Job<Old.Render>()).Changes.ShouldHaveSingleItem().Verdict.ShouldBe(ManifestVerdict.LosesData);
    }

    private static JobDefinition<Old.Render> Returning(JsonTypeInfo result) => new("render", Json<Old.Render>()) { Result = result };

    private static JobDefinition<Old.Render> Keeping(JsonTypeInfo state) => new("render", Json<Old.Render>()) { Checkpoint = state };
}
