using Ostinato.PostgreSql.Tests.Fixture;
using Ostinato.Storage.Conformance;

namespace Ostinato.PostgreSql.Tests.Querying;

public sealed class SearchTests : SchemaTest
{
    [Fact]
    public async Task A_search_among_many_jobs_stops_and_says_where_to_go_on() => await SearchReach.Check(await Schema.OpenAsync());
}
