namespace Ostinato.PostgreSql.Servers.Tests;

public sealed class SharedPostgreSqlTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Everyone_who_asks_gets_the_same_server()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => SharedPostgreSql.GetAsync(PostgreSqlVersion.Debian15, Ct)));

        answers.Distinct().ShouldHaveSingleItem();
        (await Query.AnswerAsync(answers[0], "SELECT current_database()", Ct)).ShouldBe("postgres");
    }
}
