using System.Text;

namespace Ostinato.Storage.Conformance;

/// <summary>What the fleet knows of breakers is kept as it was written, and written by one of several.</summary>
public abstract class BreakerConformance<TFixture> : StoreScenarios<TFixture>
    where TFixture : StoreFixture, new()
{
    private IBreakerStore Breakers => Store.Breakers;

    [Fact]
    public async Task Where_there_is_no_breaker_a_look_tells_the_clock()
    {
        var look = await Breakers.LookAsync(CancellationToken.None);

        look.Breakers.ShouldBeEmpty();
        look.Now.Year.ShouldBeGreaterThan(2000);
    }

    [Fact]
    public async Task A_breaker_is_kept_as_it_was_written_and_listed_by_kind()
    {
        foreach (var kind in new[] { "crm.push", "B", "a" })
        {
            (await WriteAsync(kind, "{\"é\":\" \"}", revision: 0)).ShouldBeTrue();
        }

        var kept = (await Breakers.LookAsync(CancellationToken.None)).Breakers;

        kept.Select(one => one.Kind).ShouldBe(["B", "a", "crm.push"]);
        kept.Select(one => one.Revision).ShouldBe([1, 1, 1]);
        kept.Select(TextOf).Distinct().ShouldHaveSingleItem().ShouldBe("{\"é\":\" \"}");
    }

    [Fact]
    public async Task What_somebody_else_has_written_is_not_written_over()
    {
        await WriteAsync("crm.push", "1", revision: 0);
        (await WriteAsync("crm.push", "2", revision: 0)).ShouldBeFalse();
        (await WriteAsync("crm.push", "2", revision: 1)).ShouldBeTrue();
        (await WriteAsync("crm.push", "3", revision: 1)).ShouldBeFalse();
        (await WriteAsync("nobody", "3", revision: 1)).ShouldBeFalse();

        (await FindAsync("crm.push")).ShouldBe(("2", 2));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task Of_those_who_saw_the_same_one_writes(int revision)
    {
        if (revision > 0)
        {
            await WriteAsync("crm.push", "seen", revision: 0);
        }

        var written = await Together.Run(8, number => WriteAsync("crm.push", $"{number}", revision));

        written.Count(isWritten => isWritten).ShouldBe(1);
        (await FindAsync("crm.push")).ShouldBe(($"{Array.IndexOf(written, true)}", revision + 1));
    }

    [Fact]
    public async Task The_row_of_the_audit_log_is_written_with_the_change_and_only_with_one()
    {
        var audit = new NewAuditEntry("ann", "breaker.open", "crm.push") { Outcome = "open" };

        (await Breakers.WriteAsync(new StoredBreaker("crm.push", "1"u8.ToArray(), 0), audit, CancellationToken.None)).ShouldBeTrue();
        (await Breakers.WriteAsync(new StoredBreaker("crm.push", "2"u8.ToArray(), 0), audit, CancellationToken.None)).ShouldBeFalse();

        var rows = await Store.Audit.ListAsync(new AuditFilter(), CancellationToken.None);
        rows.ShouldHaveSingleItem().Target.ShouldBe("crm.push");
        (await FindAsync("crm.push")).ShouldBe(("1", 1));
    }

    private async Task<bool> WriteAsync(string kind, string state, long revision) =>
        await Breakers.WriteAsync(new StoredBreaker(kind, Encoding.UTF8.GetBytes(state), revision), CancellationToken.None);

    private async Task<(string State, long Revision)> FindAsync(string kind)
    {
        var found = (await Breakers.LookAsync(CancellationToken.None)).Breakers.Single(one => one.Kind == kind);
        return (TextOf(found), found.Revision);
    }

    private static string TextOf(StoredBreaker breaker) => Encoding.UTF8.GetString(breaker.State.Span);
}
