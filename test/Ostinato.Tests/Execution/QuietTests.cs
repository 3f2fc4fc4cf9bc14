using Ostinato.Execution;
using Ostinato.Storage;
using Ostinato.Testing;

namespace Ostinato.Tests.Execution;

public sealed class QuietTests : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    private readonly FakeTimeProvider _time = new();
    private readonly WorkInHand _work = new();
    private readonly Holdings _holdings = new();
    private readonly ClaimedJob _job = Attempts.Claim();
    private readonly Quiet _quiet;

    public QuietTests() => _quiet = new Quiet(_holdings, _time, _work);

    public ValueTask DisposeAsync() => _quiet.DisposeAsync();

    [Fact]
    public async Task With_nothing_held_there_is_no_wait() =>
        (await _quiet.WaitAsync(TimeSpan.Zero, CancellationToken.None)).ShouldBeTrue();

    [Fact]
    public async Task The_wait_ends_when_the_last_job_goes()
    {
        _holdings.Add([_job]);
        var wait = _quiet.WaitAsync(Limit, CancellationToken.None);

        _holdings.Remove([Attempts.Done(_job)]);

        (await wait.InTimeAsync()).ShouldBeTrue();
    }

    [Fact]
    public async Task The_wait_ends_when_its_time_is_over()
    {
        _holdings.Add([_job]);
        var wait = _quiet.WaitAsync(Limit, CancellationToken.None);

        _time.Advance(Limit - TimeSpan.FromTicks(1));
        wait.IsCompleted.ShouldBeFalse();
        _time.Advance(TimeSpan.FromTicks(1));

        (await wait.InTimeAsync()).ShouldBeFalse();
    }

    [Fact]
    public async Task The_wait_ends_when_the_token_is_cancelled_and_the_next_one_takes_its_own_time()
    {
        _holdings.Add([_job]);
        using var hurry = new CancellationTokenSource();
        var wait = _quiet.WaitAsync(Limit, hurry.Token);
        await hurry.CancelAsync();
        (await wait.InTimeAsync()).ShouldBeFalse();

        var next = _quiet.WaitAsync(Limit, CancellationToken.None);
        next.IsCompleted.ShouldBeFalse();
        _time.Advance(Limit);

        (await next.InTimeAsync()).ShouldBeFalse();
    }

    [Fact]
    public async Task It_is_in_hand_from_its_creation_to_its_end_less_the_waits()
    {
        _holdings.Add([_job]);
        var counts = new List<int> { _work.Count };
        var wait = _quiet.WaitAsync(Limit, CancellationToken.None);
        counts.Add(_work.Count);
        _time.Advance(Limit);
        await wait.InTimeAsync();
        counts.Add(_work.Count);
        await _quiet.DisposeAsync();
        counts.Add(_work.Count);

        counts.ShouldBe([1, 0, 1, 0]);
    }
}
