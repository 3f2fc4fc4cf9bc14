using Ostinato.Operations;
using Ostinato.Storage;

namespace Ostinato.Tests.Operations;

/// <summary>Two processes tell each other of a job that one of them follows.</summary>
public sealed class FleetNewsTests : EngineTest
{
    private static readonly JobId Id = new(17);

    private readonly Wire _wire = new();

    [Fact]
    public async Task Who_follows_a_job_of_another_process_is_told_of_its_end_without_any_time_passing()
    {
        var (client, worker) = (await StartAsync(new EngineSetup { Queues = [] }), await StartAsync());
        await ConnectAsync(client, worker);
        var id = await client.EnqueueAsync(new Work("a", Act.Wait));
        await Recorder.StartedAsync("a");
        var result = FollowAsync(client, id);
        await Eventually.TrueAsync(
            () =>
            {
                Time.Advance(TimeSpan.FromMilliseconds(result.IsCompleted || _wire.Follows > 0 ? 0 : 4));
                return _wire.Follows > 0;
            },
            "the others are asked");

        Recorder.Open("a");

        (await result.InTimeAsync()).ShouldBe(JobState.Completed);
    }

    [Fact]
    public void What_nobody_follows_is_not_told()
    {
        var (here, there) = (News(), News());

        there.Tell(Id);

        (there.AreWanted, _wire.Changes).ShouldBe((false, 0));
        here.AreWanted.ShouldBeFalse();
    }

    [Fact]
    public void Only_what_is_followed_is_told()
    {
        var (here, there) = (News(), News());
        using var follower = here.Follow(Id);
        follower.AskOthers();

        there.Tell(new JobId(18));
        _wire.Changes.ShouldBe(0);

        there.Tell(Id);
        _wire.Changes.ShouldBe(1);
    }

    [Fact]
    public void Others_are_asked_again_after_ten_seconds()
    {
        using var follower = News().Follow(Id);

        follower.AskOthers();
        follower.AskOthers();
        Time.Advance(TimeSpan.FromSeconds(10));
        follower.AskOthers();

        _wire.Follows.ShouldBe(2);
    }

    [Fact]
    public void Who_does_not_ask_again_is_forgotten()
    {
        var (here, there) = (News(), News());
        using var follower = here.Follow(Id);
        using var other = here.Follow(new JobId(18));
        follower.AskOthers();
        Time.Advance(TimeSpan.FromSeconds(31));
        other.AskOthers();

        there.Tell(Id);

        _wire.Changes.ShouldBe(0);
    }

    [Fact]
    public void Where_nobody_has_asked_for_long_nothing_is_wanted_any_more()
    {
        var (here, there) = (News(), News());
        using var follower = here.Follow(Id);
        follower.AskOthers();
        there.AreWanted.ShouldBeTrue();
        Time.Advance(TimeSpan.FromSeconds(31));

        there.Tell(new JobId(18));

        there.AreWanted.ShouldBeFalse();
    }

    private JobNews News()
    {
        var news = new JobNews(Time);
        news.Attach(_wire.Connect(new ScriptedStore(new MemoryJobStore(new MemoryStoreOptions(), Time))));
        return news;
    }

    private async Task ConnectAsync(params Engine[] engines)
    {
        foreach (var engine in engines)
        {
            _wire.Connect(engine.Store);
            await foreach (var _ in engine.Admin.Jobs.WatchAsync(Id))
            {
            }
        }
    }

    private static async Task<JobState> FollowAsync(Engine engine, JobId id)
    {
        JobState last = default;
        await foreach (var job in engine.Admin.Jobs.WatchAsync(id))
        {
            last = job.State;
        }

        return last;
    }

    /// <summary>Carries what one store tells to the others.</summary>
    private sealed class Wire
    {
        private readonly List<ScriptedStore> _stores = [];

        public int Follows { get; private set; }

        public int Changes { get; private set; }

        public ScriptedStore Connect(ScriptedStore store)
        {
            _stores.Add(store);
            store.JobSignals = new End(this, store);
            return store;
        }

        private void Send(ScriptedStore from, StoreSignal signal) =>
            _stores.FindAll(store => store != from).ForEach(store => store.Signal(signal));

        private sealed class End(Wire wire, ScriptedStore store) : IJobSignals
        {
            public bool AreHeard => true;

            public void Follow(JobId id)
            {
                wire.Follows++;
                wire.Send(store, new StoreSignal(null) { Followed = id });
            }

            public void Change(JobId id)
            {
                wire.Changes++;
                wire.Send(store, new StoreSignal(null) { Changed = id });
            }
        }
    }
}
