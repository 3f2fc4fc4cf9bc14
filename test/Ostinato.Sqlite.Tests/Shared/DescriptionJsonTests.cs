using Ostinato.Storage.Sql;

namespace Ostinato.Sqlite.Tests.Shared;

public sealed class DescriptionJsonTests
{
    [Fact]
    public void Queues_are_read_back_with_their_concurrency()
    {
        var queues = new Dictionary<string, int> { ["default"] = 4, ["with \"quotes\""] = 0 };

        DescriptionJson.ReadQueues(DescriptionJson.Write(queues)).ShouldBe(queues);
    }

    [Fact]
    public void Names_are_read_back_in_order()
    {
        string[] names = ["z", "a", "é"];

        DescriptionJson.ReadNames(DescriptionJson.Write(names)).ShouldBe(names);
    }
}
