using Ostinato.Storage.Conformance;

namespace Ostinato.Sqlite.Tests.Querying;

public sealed class SearchTests : IAsyncDisposable
{
    private readonly StoreFolder _folder = new();

    public ValueTask DisposeAsync() => _folder.DisposeAsync();

    [Fact]
    public async Task A_search_among_many_jobs_stops_and_says_where_to_go_on() => await SearchReach.Check(await _folder.Open());
}
