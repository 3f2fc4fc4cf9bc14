using Ostinato.Execution;

namespace Ostinato.Tests.Execution;

public sealed class HoldingsTests
{
    private readonly Holdings _holdings = new();

    [Fact]
    public void What_was_claimed_is_held_until_it_is_acknowledged()
    {
        var job = Attempts.Claim(7);
        _holdings.Add([job]);

        _holdings.Find(job.Id)!.Job.ShouldBeSameAs(job);
        _holdings.Remove([Attempts.Done(job)]);

        _holdings.Find(job.Id).ShouldBeNull();
        _holdings.Count.ShouldBe(0);
    }

    [Fact]
    public void An_outcome_of_an_earlier_claim_does_not_let_go_of_the_present_one()
    {
        var (earlier, present) = (Attempts.Claim(7), Attempts.Claim(7));
        _holdings.Add([earlier]);
        _holdings.Clear();
        _holdings.Add([present]);

        _holdings.Remove([Attempts.Done(earlier)]);

        _holdings.Find(present.Id)!.Job.ShouldBeSameAs(present);
    }

    [Fact]
    public void A_lost_lease_drops_everything_and_says_what()
    {
        _holdings.Add([Attempts.Claim(1), Attempts.Claim(2)]);

        _holdings.Clear().Count.ShouldBe(2);
        _holdings.All().ShouldBeEmpty();
    }

    [Fact]
    public void Whoever_waits_for_the_last_job_to_go_is_told_at_once()
    {
        var (first, second) = (Attempts.Claim(1), Attempts.Claim(2));
        var calls = 0;
        _holdings.Add([first, second]);
        _holdings.Emptied = () => calls++;

        _holdings.Remove([Attempts.Done(first)]);
        calls.ShouldBe(0);
        _holdings.Remove([Attempts.Done(second)]);

        calls.ShouldBe(1);
    }
}
