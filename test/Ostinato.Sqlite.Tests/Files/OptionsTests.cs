namespace Ostinato.Sqlite.Tests.Files;

public sealed class OptionsTests
{
    [Theory]
    [InlineData("Data Source=:memory:", "names no file")]
    [InlineData("Data Source=jobs;Mode=Memory;Cache=Shared", "names no file")]
    [InlineData("", "names no file")]
    [InlineData("Data Source=app.db;Cache=Shared", "Cache=Shared")]
    [InlineData("Data Source=app.db;Mode=ReadOnly", "for reading only")]
    [InlineData("Server=localhost;Database=app", "is not a connection string")]
    public void A_connection_string_that_cannot_work_is_refused_with_the_reason(string connectionString, string reason) =>
        Refusal(options => options.ConnectionString = connectionString).ShouldContain(reason);

    [Fact]
    public void Options_out_of_range_are_refused_by_name_and_range()
    {
        Refusal(options => options.BusyTimeout = TimeSpan.Zero).ShouldBe(
            "SqliteStoreOptions.BusyTimeout is 00:00:00; it must be 0.1 s to 1 h. Correct it where UseSqlite is called.");
        Refusal(options => options.MaxWaiting = 0).ShouldContain("MaxWaiting is 0; it must be 1 to 1000000");
        Refusal(options => options.Durability = (SqliteDurability)7).ShouldContain("Durability is 7; it must be Full or Normal");
    }

    private static string Refusal(Action<SqliteStoreOptions> configure)
    {
        var options = new SqliteStoreOptions();
        configure(options);
        return Should.Throw<OstinatoConfigurationException>(() => new SqliteJobStore(options, TimeProvider.System)).Message;
    }
}
