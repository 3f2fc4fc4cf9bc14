using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Ostinato.Storage;
using Ostinato.Storage.Conformance;
using Ostinato.Storage.Sql;

namespace Ostinato.Sqlite.Tests.Writing;

public sealed class WriterTests : IAsyncDisposable
{
    private readonly StoreFolder _folder = new();

    public ValueTask DisposeAsync() => _folder.DisposeAsync();

    [Fact]
    public async Task An_operation_that_fails_does_not_spoil_those_that_share_its_transaction()
    {
        var store = await _folder.Open();
        var worker = await store.Join();
        await store.Enqueue("victim");
        var claimed = await worker.ClaimOne();

        // While another connection holds the lock, all of them gather and go into one transaction.
        var other = _folder.Connect().BeginTransaction();
        var before = Enumerable.Range(0, 20).Select(number => store.Enqueue($"before {number}")).ToList();
        var bad = worker.Acknowledge(claimed, (AttemptEnd)99);
        var after = Enumerable.Range(0, 20).Select(number => store.Enqueue($"after {number}")).ToList();
        await other.RollbackAsync();

        await Should.ThrowAsync<ArgumentOutOfRangeException>(bad);
        (await Task.WhenAll(before.Concat(after))).Distinct().Count().ShouldBe(40);
        (await store.StateOf(claimed.Id)).ShouldBe(JobState.Executing);
        (await store.All(JobStates.Available)).Count.ShouldBe(40);
    }

    /// <summary>A commit that nobody promised anything for is not flushed. What is promised must never slip into one.</summary>
    [Fact]
    public async Task What_must_be_flushed_never_shares_a_transaction_that_is_not()
    {
        const int Full = 2;
        const int Rounds = 20_000;
        using var ended = new CancellationTokenSource();
        await using var writer = new WriterOf(_folder.Options());
        await writer.Writer.StartAsync();
        var unflushed = Task.Run(
            async () =>
            {
                while (!ended.IsCancellationRequested)
                {
                    await writer.Writer.RunAsync(_ => 0, Flush.Later, CancellationToken.None);
                }
            },
            CancellationToken.None);

        var modes = new HashSet<long?>();
        for (var round = 0; round < Rounds; round++)
        {
            // So that it arrives at any moment of the transaction that is under way.
            Thread.SpinWait(Random.Shared.Next(3_000));
            modes.Add(await writer.Writer.RunAsync(Synchronous, Flush.Now, CancellationToken.None));
        }

        await ended.CancelAsync();
        await unflushed;
        modes.ShouldBe([Full]);
    }

    [Fact]
    public async Task A_name_first_seen_in_a_transaction_that_was_rolled_back_is_not_remembered()
    {
        var store = await _folder.Open();
        var worker = await store.Join();
        await store.Enqueue("victim");
        var claimed = await worker.ClaimOne();
        var other = _folder.Connect().BeginTransaction();
        var first = store.Enqueue("new kind", "new queue");
        var bad = worker.Acknowledge(claimed, (AttemptEnd)99);
        await other.RollbackAsync();

        await Should.ThrowAsync<ArgumentOutOfRangeException>(bad);

        var job = await store.Job(await first);
        (job.Name, job.Queue).ShouldBe(("new kind", "new queue"));
        await store.DisposeAsync();
        job = await (await _folder.Open()).Job(job.Id);
        (job.Name, job.Queue).ShouldBe(("new kind", "new queue"));
    }

    [Fact]
    public async Task An_operation_cancelled_before_its_turn_is_not_done()
    {
        var store = await _folder.Open();
        var other = _folder.Connect().BeginTransaction();
        var first = store.Enqueue("first");
        using var cancel = new CancellationTokenSource();
        var second = store.Inserter.InsertAsync([New.Job("second")], transaction: null, cancel.Token);

        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(second.AsTask());
        await other.RollbackAsync();

        await first;
        (await store.All()).Names().ShouldBe("first");
    }

    [Fact]
    public async Task Closing_writes_what_waits()
    {
        var store = await _folder.Open();
        var waiting = Enumerable.Range(0, 200).Select(number => store.Enqueue($"{number}")).ToList();

        await store.DisposeAsync();

        var ids = await Task.WhenAll(waiting);
        (await (await _folder.Open()).All()).Ids().ShouldBeJobs(ids, "what was accepted was not written");
    }

    [Fact]
    public async Task More_callers_than_may_wait_are_let_in_one_after_the_other()
    {
        var store = await _folder.Open(options => options.MaxWaiting = 3);

        var ids = await Task.WhenAll(Enumerable.Range(0, 300).Select(number => Task.Run(() => store.Enqueue($"{number}"))));

        ids.Distinct().Count().ShouldBe(300);
    }

    [Fact]
    public async Task An_observer_that_throws_disturbs_neither_the_caller_nor_the_others()
    {
        var store = await _folder.Open();
        using var bad = store.Subscribe(_ => throw new InvalidOperationException("not now"));
        using var signals = new SignalRecorder(store);

        await store.Enqueue("stored");

        await signals.UntilWoken();
    }

    [Fact]
    public async Task Payloads_of_every_kind_come_back_as_they_were()
    {
        var store = await _folder.Open();
        var everyPlane = string.Concat(Enumerable.Range(0, 17).Select(plane => new Rune((plane * 0x10000) + 0x20).ToString()));
        string[] payloads = [$"\"{everyPlane} and \u0000 in the middle\"", "", "\u0000", new string('x', 10 * 1024 * 1024)];

        foreach (var payload in payloads)
        {
            var id = await store.Enqueue(New.Job(payload: payload));
            (await store.Job(id)).PayloadText.ShouldBe(payload);
        }

        (await (await store.Join()).Claim(10)).Select(job => Encoding.UTF8.GetString(job.Payload.Span)).ShouldBe(payloads);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a\u0000b")]
    [InlineData("\U0001F3BC ostinato \uFFFF")]
    public async Task Reasons_and_errors_come_back_as_they_were(string text)
    {
        var store = await _folder.Open();
        var worker = await store.Join();
        var id = await store.Enqueue("job");
        var error = new AttemptError(1, default, text, text, text);

        await worker.Acknowledge(await worker.ClaimOne(), AttemptEnd.Discarded, new AttemptDetail { Reason = text, Error = error });

        var job = await store.Job(id);
        job.Reason.ShouldBe(text);
        job.Errors.ShouldHaveSingleItem().ShouldBe(error with { At = job.FinishedAt!.Value });
    }

    private static long? Synchronous(Session session)
    {
        using var mode = session.Database.Prepare("pragma synchronous");
        return mode.Scalar();
    }

    private sealed class WriterOf : IAsyncDisposable
    {
        public WriterOf(SqliteStoreOptions options) => Writer = new Writer(
            new StoreFile(options), TimeProvider.System, new Observers((_, _) => { }), new ExpectedCommits(), NullLogger.Instance);

        public Writer Writer { get; }

        public ValueTask DisposeAsync() => Writer.DisposeAsync();
    }
}
