using Ostinato.Storage;

namespace Ostinato.Tests.Jobs.Versions;

public sealed class StoredNameTests
{
    [Theory]
    [InlineData(1, "render")]
    [InlineData(2, "render@2")]
    [InlineData(999, "render@999")]
    public void What_is_written_is_read_back(int version, string text)
    {
        var name = StoredName.Of("render", version);

        name.ToString().ShouldBe(text);
        var read = StoredName.Parse(text);
        (read.Name, read.Version, read).ShouldBe(("render", version, name));
    }

    [Fact]
    public void A_claimed_job_of_a_version_names_its_kind_without_memory_of_its_own()
    {
        var stored = new string("render@2".AsSpan());
        var name = StoredName.Parse(stored).Name;

        StoredName.Parse(new string("render@2".AsSpan())).Name.ShouldBeSameAs(name, "so that who counts kinds compares references");
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++)
        {
            _ = StoredName.Parse(stored).Name;
        }

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }

    [Fact]
    public void Names_that_somebody_makes_up_are_read_and_not_kept_for_ever()
    {
        var first = StoredName.Parse("made-up-0@2").Name;
        for (var i = 0; i < 5_000; i++)
        {
            StoredName.Parse($"made-up-{i}@2").ShouldBe(StoredName.Of($"made-up-{i}", 2));
        }

        StoredName.Parse("made-up-0@2").Name.ShouldNotBeSameAs(first);
    }

    [Theory]
    [InlineData("render@1")]
    [InlineData("render@0")]
    [InlineData("render@02")]
    [InlineData("render@1000")]
    [InlineData("render@-2")]
    [InlineData("render@two")]
    [InlineData("render@")]
    [InlineData("@2")]
    [InlineData("")]
    public void What_is_no_version_is_a_part_of_a_name_that_nobody_knows(string text) =>
        (StoredName.Parse(text).Name, StoredName.Parse(text).Version).ShouldBe((text, 1));

    [Theory]
    [InlineData(null, true, true)]
    [InlineData("render", true, true)]
    [InlineData("render@1", true, false)]
    [InlineData("render@2", false, true)]
    [InlineData("rend", false, false)]
    [InlineData("render@3", false, false)]
    public void A_filter_names_all_versions_or_one(string? asked, bool first, bool second)
    {
        var filter = new JobFilter { Name = asked };

        (StoredName.Of("render", 1).IsAskedBy(filter), StoredName.Of("render", 2).IsAskedBy(filter)).ShouldBe((first, second));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1000)]
    public void Versions_have_a_range(int version) => Should.Throw<ArgumentOutOfRangeException>(() => StoredName.Of("render", version));
}
