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
        settings.TcpKeepAlive.ShouldBeTrue();
        settings.TcpKeepAliveTime.ShouldBe(10);
    }

    [Fact]
    public void The_driver_looks_at_no_idle_connection_as_that_blocks_whoever_wants_it() =>
        SettingsOf("Host=here;Keepalive=30").KeepAlive.ShouldBe(0);

    [Theory]
    [InlineData("Host=here;Timeout=15;Cancellation Timeout=2000;Tcp Keepalive=false")]
    [InlineData("host=here;timeout=15;cancellationtimeout=2000;tcpkeepalive=false")]
    public void What_the_connection_string_says_stays(string connection)
    {
        var settings = SettingsOf(connection);

        settings.Timeout.ShouldBe(15);
        settings.CancellationTimeout.ShouldBe(2000);
        settings.TcpKeepAlive.ShouldBeFalse();
    }

    private static NpgsqlConnectionStringBuilder SettingsOf(string connection)
    {
        using var source = StoreSource.Create(connection, new PostgreSqlStoreOptions());
        return new NpgsqlConnectionStringBuilder(source.ConnectionString);
    }
}
