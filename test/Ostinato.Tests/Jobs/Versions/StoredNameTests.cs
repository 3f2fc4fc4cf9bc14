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
