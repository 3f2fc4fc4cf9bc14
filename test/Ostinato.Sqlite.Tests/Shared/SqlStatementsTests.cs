using Ostinato.Storage.Sql;

namespace Ostinato.Sqlite.Tests.Shared;

public sealed class SqlStatementsTests
{
    private readonly Given _sql = new("""
        -- What the file is about.

        -- name: one
        select 1; -- Said of nothing.

        -- Said of the next one.
        -- name: two
        create table a (b);
        create table c (d);
        """);

    [Fact]
    public void A_statement_begins_after_its_name_and_ends_with_its_last_semicolon()
    {
        _sql.Statements.Keys.ShouldBe(["one", "two"], ignoreOrder: true);
        _sql["one"].ShouldBe("select 1");
        _sql["two"].ShouldBe("create table a (b);\ncreate table c (d)");
    }

    [Fact]
    public void A_statement_that_is_not_there_is_named_with_its_file() =>
        Should.Throw<KeyNotFoundException>(() => _sql["three"]).Message.ShouldBe("given.sql has no statement named 'three'.");

    private sealed class Given(string text) : SqlStatements("given", text);
}
