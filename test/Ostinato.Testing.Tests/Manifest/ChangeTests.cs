using System.Text;
using System.Text.Json;
using static Ostinato.Testing.Tests.Manifest.Code;

namespace Ostinato.Testing.Tests.Manifest;

/// <summary>Every kind of change: what the manifest says must be what happens to payloads that the code of before has stored.</summary>
public sealed class ChangeTests
{
    private static readonly Dictionary<string, Change> Changes = new()
    {
        ["nothing"] = Change.Of<Old.Render, Old.Render>(Old.Rendered),
        ["a member more, with a default"] = Change.Of<Old.Render, More.Render>(Old.Rendered),
        ["a member more, that may be null and has no default"] = Change.Of<Old.Render, Needy.Render>(Old.Rendered),
        ["a property more, that is required"] = Change.Of<Old.Render, Required.Render>(Old.Rendered),
        ["a property more, that is not required"] = Change.Of<Old.Render, Relaxed.Render>(Old.Rendered),
        ["a member less"] = Change.Of<Old.Render, Less.Render>(Old.Rendered),
        ["a member less, of a type that keeps what it does not know"] = Change.Of<Old.Render, Keeping.Render>(Old.Rendered),
        ["a member less, of a type that refuses what it does not know"] = Change.Of<Old.Render, Strict.Render>(Old.Rendered),
        ["a member renamed"] = Change.Of<Old.Render, Renamed.Render>(Old.Rendered),
        ["a member renamed, under the name of before in JSON"] = Change.Of<Old.Render, RenamedInCode.Render>(Old.Rendered),
        ["a member in other letters"] = Change.Of<Old.Render, Cased.Render>(Old.Rendered),
        ["a number becomes text"] = Change.Of<Old.Render, Worded.Render>(Old.Rendered),
        ["a number becomes wider"] = Change.Of<Old.Render, Wider.Render>(Old.Rendered),
        ["a number becomes narrower"] = Change.Of<Wider.Render, Old.Render>(new Wider.Render("a", long.MaxValue)),
        ["an optional member is needed, and some do not have it"] =
            Change.Of<More.Render, Both.Render>("""{"doc":"a","dpi":1,"color":"red"}""", """{"doc":"a","dpi":1}"""),
        ["a member that is needed becomes optional"] = Change.Of<Both.Render, More.Render>(new Both.Render("a", 1, "red")),
        ["null is not accepted any more"] = Change.Of<Null.Render, Old.Render>(new Null.Render(null, 1), new Null.Render("a", 1)),
        ["null is accepted"] = Change.Of<Old.Render, Null.Render>(Old.Rendered),
        ["a nullable number is needed"] = Change.Of<MaybeNumber.Render, Old.Render>(new MaybeNumber.Render("a", null)),
        ["a number may be null"] = Change.Of<Old.Render, MaybeNumber.Render>(Old.Rendered),
        ["one becomes a list"] = Change.Of<Old.Render, Many.Render>(Old.Rendered),
        ["a list becomes one"] = Change.Of<Many.Render, Old.Render>(new Many.Render(["a"], 1)),
        ["a list becomes a set"] = Change.Of<Many.Render, Distinct.Render>(new Many.Render(["a", "b"], 1)),
        ["elements change"] = Change.Of<Many.Render, Numbers.Render>(new Many.Render(["a"], 1)),
        ["elements may not be null any more"] = Change.Of<MaybeNumbers.Render, Numbers.Render>(new MaybeNumbers.Render([null], 1)),
        ["an object becomes a dictionary"] = Change.Of<Nested.Render, Dictionary.Render>(new Nested.Render(new("x", null), [])),
        ["a nested member less"] = Change.Of<Nested.Render, NestedLess.Render>(new Nested.Render(new("x", null), [])),
        ["a nested member in a list retyped"] = Change.Of<Nested.Render, NestedRetyped.Render>(new Nested.Render(new("x", null), [new("y", 1)])),
        ["a nested type renamed"] = Change.Of<Nested.Render, NestedRenamed.Render>(new Nested.Render(new("x", 1), [new("y", null)])),
        ["an enum gets one more"] = Change.Of<Enums.Render<Color>, Enums.Render<MoreColor>>(Every<Color>()),
        ["an enum loses one"] = Change.Of<Enums.Render<MoreColor>, Enums.Render<Color>>(Every<MoreColor>()).Says(ManifestVerdict.LosesData),
        ["an enum is renumbered"] = Change.Of<Enums.Render<Color>, Enums.Render<Renumbered>>(Every<Color>()).Says(ManifestVerdict.LosesData),
        ["an enum becomes text"] = Change.Of<Enums.Render<Color>, Enums.Render<Named>>(Every<Color>()).Says(ManifestVerdict.Compatible),
        ["an enum becomes a number"] = Change.Of<Enums.Render<Named>, Enums.Render<Color>>(Every<Named>()),
        ["an enum of names loses one"] = Change.Of<Enums.Render<MoreNamed>, Enums.Render<Named>>(Every<MoreNamed>()),
        ["an enum of names gets one more"] = Change.Of<Enums.Render<Named>, Enums.Render<MoreNamed>>(Every<Named>()),
        ["a number becomes an enum"] = Change.Of<Enums.Render<int>, Enums.Render<Color>>(new Enums.Render<int>(7)),
        ["a number becomes an enum that is too small"] = Change.Of<Enums.Render<int>, Enums.Render<Tiny>>(new Enums.Render<int>(int.MaxValue)),
        ["an enum of names becomes text"] = Change.Of<Enums.Render<Named>, Enums.Render<string>>(Every<Named>()),
        ["text becomes an enum of names"] = Change.Of<Enums.Render<string>, Enums.Render<Named>>(new Enums.Render<string>("any")),
        ["keys change"] = Change.Of<Keys.Render<string>, Keys.Render<int>>(new Keys.Render<string>(new() { ["a"] = 1 })),
        ["keys become text"] = Change.Of<Keys.Render<Guid>, Keys.Render<string>>(new Keys.Render<Guid>(new() { [Guid.Empty] = 1 })),
        ["a type is one of several"] = Change.Of<Plain.Holder, Several.Holder>(new Plain.Holder(new Plain.Shape("a"))),
        ["one of several types goes"] = Change.Of<Several.Holder, One.Holder>(
            new Several.Holder(new Several.Circle("a", 1)), new Several.Holder(new Several.Square("a", 2))),
        ["one more of several types"] = Change.Of<One.Holder, Several.Holder>(new One.Holder(new One.Circle("a", 1))),
        ["a member of one of several types goes"] = Change.Of<Several.Holder, Poor.Holder>(
            new Several.Holder(new Several.Circle("a", 1)), new Several.Holder(new Several.Square("a", 2))),
        ["what tells types apart gets another name"] = Change.Of<One.Holder, Marked.Holder>(new One.Holder(new One.Circle("a", 1))),
        ["a tree"] = Change.Of<Tree.Node, Tree.Node>(new Tree.Node("a", new Tree.Node("b", null, []), [new Tree.Node("c", null, [])])),
        ["a member of a tree less"] = Change.Of<Tree.Node, Bush.Node>(new Tree.Node("a", new Tree.Node("b", null, []), [])),
    };

    public static TheoryData<string> All { get; } = [.. Changes.Keys];

    [Theory, MemberData(nameof(All))]
    public void A_change_does_what_the_manifest_says(string name)
    {
        var change = Changes[name];

        var report = Compare(change.Before, change.After);

        report.Changes.Select(one => one.Verdict).DefaultIfEmpty(ManifestVerdict.Compatible).Max()
            .ShouldBe(change.Stated ?? change.Stored.Max(stored => Reality(change.After, 1, stored)), report.ToString());
    }

    [Theory, MemberData(nameof(All))]
    public void What_harms_has_a_remedy_and_what_does_not_has_none(string name) => Compare(Changes[name].Before, Changes[name].After).Changes
        .ShouldAllBe(change => (change.Verdict == ManifestVerdict.Compatible) == (change.Remedy == null));

    [Theory, MemberData(nameof(All))]
    public void A_manifest_of_the_code_itself_has_nothing_to_say(string name) =>
        Compare(Changes[name].After, Changes[name].After).Changes.ShouldBeEmpty();

    [Theory, MemberData(nameof(All))]
    public void With_a_version_that_drops_everything_and_writes_it_anew_each_change_is_allowed(string name)
    {
        var (before, after) = (Changes[name].Before, Changes[name].After);
        var payload = new Example(ShapeReader.Read(after.Json), isFull: true).Make()!.AsObject();

        Compare(before, Changes[name].Renewed(payload.ToJsonString())).IsCompatible.ShouldBeTrue();
    }

    [Fact]
    public void What_a_converter_of_the_users_own_reads_is_tried()
    {
        Compare(Job<Enums.Render<double>>(), Job<Enums.Render<Degrees>>()).IsCompatible.ShouldBeTrue();
        Compare(Job<Enums.Render<string>>(), Job<Enums.Render<Degrees>>()).IsCompatible.ShouldBeFalse();
    }

    [Fact]
    public void Of_what_a_converter_of_the_users_own_wrote_nothing_is_known()
    {
        var change = Compare(Job<Enums.Render<Degrees>>(), Job<Enums.Render<double>>()).Changes.ShouldHaveSingleItem();

        (change.Was, change.Is, change.Verdict).ShouldBe(("custom", "double", ManifestVerdict.Unreadable));
        change.Why.ShouldBe("A converter of your own wrote it, and nobody can tell what.");
    }

    private static Enums.Render<T>[] Every<T>()
        where T : struct, Enum => [.. Enum.GetValues<T>().Select(value => new Enums.Render<T>(value))];

    private sealed record Change(JobDefinition Before, JobDefinition After, IReadOnlyList<string> Stored, Func<string, JobDefinition> Renewed)
    {
        /// <summary>Where what is read looks other than what was stored and is the same, or the other way round.</summary>
        public ManifestVerdict? Stated { get; private init; }

        public static Change Of<TBefore, TAfter>(params TBefore[] stored)
            where TBefore : notnull
            where TAfter : notnull
        {
            var before = Job<TBefore>();
            return new(before, Job<TAfter>(), [.. stored.Select(payload => Encoding.UTF8.GetString(before.Serialize(payload)))], Renew<TAfter>);
        }

        public static Change Of<TBefore, TAfter>(params string[] stored)
            where TBefore : notnull
            where TAfter : notnull => new(Job<TBefore>(), Job<TAfter>(), stored, Renew<TAfter>);

        public Change Says(ManifestVerdict verdict) => this with { Stated = verdict };

        private static JobDefinition Renew<T>(string payload)
            where T : notnull => Job<T>(version: 2, upcast: json =>
            {
                json.Clear();
                foreach (var (name, value) in JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(payload)!)
                {
                    json[name] = System.Text.Json.Nodes.JsonNode.Parse(value.GetRawText());
                }
            });
    }
}
