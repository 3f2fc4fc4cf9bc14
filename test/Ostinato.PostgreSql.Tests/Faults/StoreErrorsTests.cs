namespace Ostinato.PostgreSql.Tests.Faults;

public sealed class StoreErrorsTests
{
    [Fact]
    public void A_connection_that_breaks_as_it_is_used_is_told_in_words_and_tried_again()
    {
        var raised = new ObjectDisposedException("System.Threading.ManualResetEventSlim");

        StoreErrors.Passes(raised).ShouldBeTrue();
        StoreErrors.IsBroken(raised).ShouldBeTrue();
        StoreErrors.Explain(raised, "db:5432").ShouldBeOfType<IOException>().Message.ShouldStartWith("The connection to PostgreSQL at db:5432 broke");
    }

    [Fact]
    public void A_store_that_is_closed_is_called_so()
    {
        var raised = Should.Throw<ObjectDisposedException>(() => ObjectDisposedException.ThrowIf(true, typeof(PostgreSqlJobStore)));

        StoreErrors.Passes(raised).ShouldBeFalse();
        StoreErrors.Explain(raised, "db:5432").ShouldBe(raised);
    }
}
