using Ostinato.Storage;
using Ostinato.Storage.Sql;

namespace Ostinato.Sqlite.Tests.Shared;

public sealed class ObserversTests
{
    private readonly List<string?> _heard = [];
    private readonly List<(string? Queue, Exception Error)> _failures = [];

    [Fact]
    public void An_observer_that_fails_keeps_nothing_from_the_others()
    {
        var observers = Create();
        observers.Subscribe(_ => throw new InvalidOperationException("no"));
        observers.Subscribe(Hear);

        observers.Send("a");

        _heard.ShouldBe(["a"]);
        _failures.ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            failure => failure.Queue.ShouldBe("a"), failure => failure.Error.Message.ShouldBe("no"));
    }

    [Fact]
    public void Who_subscribed_twice_and_left_once_hears_once()
    {
        var observers = Create();
        var first = observers.Subscribe(Hear);
        using var second = observers.Subscribe(Hear);

        first.Dispose();
        first.Dispose();
        observers.Send(queue: null);

        _heard.ShouldBe([null]);
    }

    [Fact]
    public void There_are_observers_until_the_last_one_leaves()
    {
        var observers = Create();
        var subscription = observers.Subscribe(Hear);

        observers.AreThere.ShouldBeTrue();
        subscription.Dispose();
        observers.AreThere.ShouldBeFalse();
    }

    private Observers Create() => new((signal, error) => _failures.Add((signal.Queue, error)));

    private void Hear(StoreSignal signal) => _heard.Add(signal.Queue);
}
