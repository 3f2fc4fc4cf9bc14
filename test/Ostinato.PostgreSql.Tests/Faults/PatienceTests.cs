namespace Ostinato.PostgreSql.Tests.Faults;

public sealed class PatienceTests
{
    [Fact]
    public async Task Nobody_gets_what_is_thrown_at_the_end_of_patience()
    {
        var thrown = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var patience = new Patience(CancellationToken.None);
        using var registration = patience.Token.Register(() =>
        {
            thrown.SetResult();
            throw new ObjectDisposedException("a part of the driver");
        });

        patience.EndAfter(TimeSpan.FromMilliseconds(1));

        // Thrown at a timer it would end this process.
        await thrown.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        patience.Token.IsCancellationRequested.ShouldBeTrue();
    }

    [Fact]
    public async Task A_caller_who_cancels_by_a_timer_does_not_get_it_either()
    {
        var thrown = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var caller = new CancellationTokenSource();
        using var patience = new Patience(caller.Token);
        using var registration = patience.Token.Register(() =>
        {
            thrown.SetResult();
            throw new ObjectDisposedException("a part of the driver");
        });

        caller.CancelAfter(TimeSpan.FromMilliseconds(1));

        await thrown.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
    }
}
