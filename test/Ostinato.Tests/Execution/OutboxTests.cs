using Ostinato.Execution;
using Ostinato.Storage;

namespace Ostinato.Tests.Execution;

public sealed class OutboxTests
{
    private readonly Outbox _outbox = new();

    [Fact]
    public void What_was_added_is_taken_once_in_its_order()
    {
        Add(1, 2, 3);

        Ids(_outbox.Take()).ShouldBe([1, 2, 3]);
        _outbox.Take().ShouldBeEmpty();
        _outbox.Count.ShouldBe(0);
    }

    [Fact]
    public void What_could_not_be_written_comes_first_the_next_time()
    {
        Add(1, 2);
        var taken = _outbox.Take();
        Add(3);

        _outbox.PutBack(taken);

        _outbox.Count.ShouldBeGreaterThan(0);
        Ids(_outbox.Take()).ShouldBe([1, 2, 3]);
    }

    [Fact]
    public void A_list_that_was_given_back_is_filled_again()
    {
        Add(1);
        var first = _outbox.Take();
        _outbox.Recycle(first);
        Add(2);
        _outbox.Recycle(_outbox.Take());
        Add(3);

        var third = _outbox.Take();

        third.ShouldBeSameAs(first);
        Ids(third).ShouldBe([3]);
    }

    [Fact]
    public void Clearing_tells_how_many_are_lost()
    {
        Add(1, 2);

        _outbox.Clear().ShouldBe(2);
        _outbox.Count.ShouldBe(0);
    }

    [Fact]
    public async Task Nothing_is_lost_or_doubled_between_many_lanes_and_a_loop_that_sometimes_fails()
    {
        const int Lanes = 4;
        const int PerLane = 10_000;
        var lanes = Task.WhenAll(Enumerable.Range(0, Lanes)
            .Select(lane => Task.Run(() => Add([.. Enumerable.Range((lane * PerLane) + 1, PerLane)]))));
        var written = new List<long>();
        var random = new Random(17);
        while (written.Count < Lanes * PerLane)
        {
            var taken = _outbox.Take();
            if (random.Next(3) == 0)
            {
                _outbox.PutBack(taken);
            }
            else
            {
                written.AddRange(Ids(taken));
                _outbox.Recycle(taken);
            }
        }

        await lanes;
        written.Order().ShouldBe(Enumerable.Range(1, Lanes * PerLane).Select(id => (long)id));
    }

    private void Add(params int[] ids)
    {
        foreach (var id in ids)
        {
            _outbox.Add(Attempts.Done(Attempts.Claim(id)));
        }
    }

    private static List<long> Ids(List<Acknowledgement> ends) => ends.ConvertAll(end => end.Job.Id.TryGetNumber(out var id) ? id : 0);
}
