using Npgsql;

namespace Ostinato.PostgreSql.Tests.Faults;

public sealed class StoreSourceTests
{
    [Fact]
    public void A_connection_that_cannot_be_made_and_a_cancellation_are_not_waited_for_long()
    {
        var settings = SettingsOf("Host=here");

        settings.Timeout.ShouldBe(5);
        settings.CancellationTimeout.ShouldBe(500);
        settings.KeepAlive.ShouldBe(10);
    }

    [Theory]
    [InlineData("Host=here;Timeout=15;Cancellation Timeout=2000;Keepalive=30")]
    [InlineData("host=here;timeout=15;cancellationtimeout=2000;keepalive=30")]
    public void What_the_connection_string_says_stays(string connection)
    {
        var settings = SettingsOf(connection);

        settings.Timeout.ShouldBe(15);
        settings.CancellationTimeout.ShouldBe(2000);
        settings.KeepAlive.ShouldBe(30);
    }

    private static NpgsqlConnectionStringBuilder SettingsOf(string connection)
    {
        using var source = StoreSource.Create(connection, new PostgreSqlStoreOptions());
        return new NpgsqlConnectionStringBuilder(source.ConnectionString);
    }
}
