using System.Collections.Concurrent;

namespace Ostinato.Storage.Conformance;

/// <summary>Many at once, in one process and in two: nothing is lost, nothing happens twice.</summary>
public abstract class ConcurrencyConformance<TFixture> : StoreScenarios<TFixture>
    where TFixture : StoreFixture, new()
{
    [Fact]
    public async Task Many_callers_enqueue_at_once_and_every_job_is_there_once()
    {
        var stores = await TwoStores();

        var ids = await Together.Run(16, async caller =>
        {
            var mine = new List<JobId>();
            for (var call = 0; call < 25; call++)
            {
                mine.Add(await stores[caller % 2].Enqueue($"{caller}-{call}"));
            }

            return mine;
        });

        ids.SelectMany(mine => mine).ShouldBeUnique();
        (await Store.All()).Select(job => job.Name).ToHashSet().Count.ShouldBe(400);
        (await Store.Count(JobState.Available)).ShouldBe(400);
    }

    [Fact]
    public async Task Every_caller_finds_its_own_jobs_in_the_order_in_which_it_stored_them()
    {
        await Together.Run(8, async caller =>
        {
            for (var call = 0; call < 10; call++)
            {
                await Store.EnqueueMany([.. Enumerable.Range(0, 5).Select(n => New.Job($"{(call * 5) + n}", $"queue {caller}"))]);
            }
        });

        var worker = await Store.Join();
        for (var caller = 0; caller < 8; caller++)
        {
            (await worker.Claim(100, $"queue {caller}")).Names().ShouldBe(string.Join(' ', Enumerable.Range(0, 50)));
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task What_is_cancelled_in_hundreds_while_processes_take_it_ends_once()
    {
        var ids = await Store.EnqueueMany(New.Jobs(3_000));
        var stores = await TwoStores();
        var cancelled = new ConcurrentBag<JobId>();

        await Together.Run(4, async number =>
        {
            if (number < 2)
            {
                // The newest first, and each other one first.
                foreach (var some in ids.Reverse().Select((id, place) => (id, place)).OrderBy(one => one.place % (number + 1)).Select(one => one.id).Chunk(300))
                {
                    var answers = await stores[number].Control.CancelAsync(some, "not needed", CancellationToken.None);
                    some.Where((_, place) => answers[place] == CancelResult.Cancelled).ToList().ForEach(cancelled.Add);
                }
            }
            else
            {
                await Drain(await stores[number % 2].Join());
            }
        });

        await Drain(await Store.Join());
        cancelled.ShouldBeUnique();
        (await Store.Count(JobState.Cancelled)).ShouldBe(cancelled.Count);
        (await Store.Count(JobState.Completed)).ShouldBe(ids.Count - cancelled.Count);
    }

    [Fact(Timeout = 60_000)]
    public async Task Many_processes_drain_a_queue_and_every_job_is_claimed_once()
    {
        await Store.EnqueueMany(New.Jobs(3_000));
        var stores = await TwoStores();

        var claimed = await Together.Run(8, async number =>
        {
            var worker = await stores[number % 2].Join();
            var mine = new List<ClaimedJob>();
            while (await worker.Claim(7 + number) is [_, ..] jobs)
            {
                mine.AddRange(jobs);
                await worker.Complete(jobs);
            }

            return mine;
        });

        claimed.SelectMany(mine => mine).Select(job => job.Id).ShouldBeUnique();
        claimed.Sum(mine => mine.Count).ShouldBe(3_000);
        claimed.SelectMany(mine => mine).ShouldAllBe(job => job.Attempt == 1);
        (await Store.Count(JobState.Completed)).ShouldBe(3_000);
    }

    [Fact(Timeout = 60_000)]
    public async Task Jobs_are_enqueued_failed_promoted_and_completed_all_at_once()
    {
        var stores = await TwoStores();
        var done = 0;

        await Together.Run(6, async number =>
        {
            var store = stores[number % 2];
            if (number < 2)
            {
                for (var call = 0; call < 20; call++)
                {
                    await store.EnqueueMany(New.Jobs(10));
                }

                return;
            }

            var worker = await store.Join();
            while (Volatile.Read(ref done) < 400)
            {
                foreach (var job in await worker.Claim(10))
                {
                    var fails = job.Attempt == 1 && int.Parse(job.Name, provider: null) % 3 == 0;
                    await (fails ? worker.Retry(job, TimeSpan.Zero) : worker.Complete(job));
                    Interlocked.Add(ref done, fails ? 0 : 1);
                }

                await store.Promote();
            }
        });

        (await Store.Queue()).Counts.ShouldBe(new Dictionary<JobState, long> { [JobState.Completed] = 400 });
    }

    [Fact]
    public async Task Of_many_that_enqueue_one_key_at_once_one_stores_and_all_learn_its_id()
    {
        var stores = await TwoStores();
        for (var round = 0; round < 20; round++)
        {
            var key = New.Key($"{round}");

            var answers = await Together.Run(16, caller => stores[caller % 2].Insert(New.Job($"{round}", unique: key)));

            answers.Count(answer => !answer.IsDuplicate).ShouldBe(1);
            answers.Select(answer => answer.Id).Distinct().ShouldHaveSingleItem();
        }

        (await Store.All()).Count.ShouldBe(20);
    }

    [Fact]
    public async Task Many_promote_at_once_and_every_job_is_promoted_once()
    {
        await Store.EnqueueMany([.. New.Jobs(1_000).Select(job => job with { Due = new DueTime(null, TimeSpan.FromMinutes(1)) })]);
        await PassMinutes(2);
        var stores = await TwoStores();

        var counts = await Together.Run(4, async number =>
        {
            var total = 0;
            for (var count = -1; count != 0; total += count)
            {
                count = (await stores[number % 2].Promote(limit: 100)).Count;
            }

            return total;
        });

        counts.Sum().ShouldBe(1_000);
        (await Store.Count(JobState.Available)).ShouldBe(1_000);
    }

    [Fact]
    public async Task Many_prune_at_once_and_every_job_is_pruned_once()
    {
        await Store.EnqueueMany(New.Jobs(1_000));
        var worker = await Store.Join();
        await worker.Complete(await worker.Claim(1_000));
        await PassMinutes(60);
        var stores = await TwoStores();

        var counts = await Together.Run(4, async number =>
        {
            var total = 0;
            for (var count = -1; count != 0; total += count)
            {
                count = await stores[number % 2].Prune(JobState.Completed, TimeSpan.FromMinutes(1), limit: 100);
            }

            return total;
        });

        counts.Sum().ShouldBe(1_000);
    }

    [Fact]
    public async Task Many_join_at_once_and_each_gets_a_number_of_its_own()
    {
        var stores = await TwoStores();

        var workers = await Together.Run(16, number => stores[number % 2].Join());

        workers.Select(worker => worker.Identity.Id).ShouldBeUnique();
        (await Store.Registered()).Count.ShouldBe(16);
    }

    private async Task<IJobStore[]> TwoStores() => [Store, await OpenAnother()];

    private static async Task Drain(TestWorker worker)
    {
        while (await worker.Claim(9) is [_, ..] jobs)
        {
            await worker.Complete(jobs);
        }
    }
}
