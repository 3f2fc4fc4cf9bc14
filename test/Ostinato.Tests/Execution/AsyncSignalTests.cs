using Ostinato.Execution;

namespace Ostinato.Tests.Execution;

public sealed class AsyncSignalTests
{
    private readonly WorkInHand _work = new();
    private readonly AsyncSignal _signal;

    public AsyncSignalTests() => _signal = new AsyncSignal(_work);

    [Fact]
    public async Task A_call_before_the_wait_ends_it_at_once()
    {
        _signal.Set();

        (await _signal.WaitAsync()).ShouldBeTrue();
    }

    [Fact]
    public async Task A_call_during_the_wait_ends_it()
    {
        var wait = _signal.WaitAsync().AsTask();
        wait.IsCompleted.ShouldBeFalse();

        _signal.Set();

        (await wait.InTimeAsync()).ShouldBeTrue();
    }

    [Fact]
    public async Task Any_number_of_calls_before_a_look_count_as_one()
    {
        _signal.Set();
        _signal.Set();
        _signal.Set();
        await _signal.WaitAsync();

        _signal.WaitAsync().AsTask().IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public async Task Completion_ends_the_wait_that_is_under_way_and_all_later_ones()
    {
        var wait = _signal.WaitAsync().AsTask();

        _signal.Complete();

        (await wait.InTimeAsync()).ShouldBeFalse();
        (await _signal.WaitAsync()).ShouldBeFalse();
    }

    [Fact]
    public async Task A_call_after_the_end_is_no_work_in_hand()
    {
        _signal.Complete();
        await _signal.WaitAsync();

        _signal.Set();

        _work.Count.ShouldBe(0);
    }

    [Fact]
    public async Task Work_is_in_hand_from_the_call_until_the_loop_waits_again()
    {
        var counts = new List<int> { _work.Count };
        var wait = _signal.WaitAsync().AsTask();
        counts.Add(_work.Count);
        _signal.Set();
        counts.Add(_work.Count);
        await wait.InTimeAsync();
        counts.Add(_work.Count);
        _ = _signal.WaitAsync().AsTask();
        counts.Add(_work.Count);

        counts.ShouldBe([1, 0, 1, 1, 0]);
    }

    /// <summary>Callers change what they have to tell and then call; the loop must see the last change of each.</summary>
    [Fact]
    public async Task No_call_is_lost_however_callers_and_loop_meet()
    {
        const int Callers = 4;
        const int Calls = 50_000;
        var told = new int[Callers];
        var seen = new int[Callers];
        var loop = Task.Run(async () =>
        {
            while (seen.Any(count => count < Calls) && await _signal.WaitAsync())
            {
                for (var caller = 0; caller < Callers; caller++)
                {
                    seen[caller] = Volatile.Read(ref told[caller]);
                }
            }
        });

        await Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => Task.Run(() =>
        {
            for (var call = 1; call <= Calls; call++)
            {
                Volatile.Write(ref told[caller], call);
                _signal.Set();
            }
        })));

        await loop.InTimeAsync();
        seen.ShouldAllBe(count => count == Calls);
    }
}
