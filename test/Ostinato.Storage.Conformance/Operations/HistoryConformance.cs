namespace Ostinato.Storage.Conformance;

/// <summary>What ended when.</summary>
public abstract class HistoryConformance<TFixture> : StoreScenarios<TFixture>
    where TFixture : StoreFixture, new()
{
    [Fact]
    public async Task Jobs_that_ended_are_listed_in_the_order_of_their_ends_the_last_first()
    {
        await Store.EnqueueMany(New.Jobs("a", "b", "c"));
        var worker = await Store.Join();
        var jobs = await worker.Claim(3);
        foreach (var job in new[] { jobs[1], jobs[2], jobs[0] })
        {
            await worker.Complete(job);
            await PassMinutes(1);
        }

        (await Store.All(Since(DateTimeOffset.MinValue))).Names().ShouldBe("a c b");
    }

    [Fact]
    public async Task A_window_holds_what_ended_at_its_start_and_not_what_ended_at_its_end()
    {
        var ends = await Ended("a", "b", "c", "d");

        (await Store.All(Since(ends[1]) with { FinishedBefore = ends[3] })).Names().ShouldBe("c b");
        (await Store.All(Since(ends[2]))).Names().ShouldBe("d c");
        (await Store.All(new JobFilter { FinishedBefore = ends[1] })).Names().ShouldBe("a");
        (await Store.All(Since(ends[1].AddTicks(1)) with { FinishedBefore = ends[2].AddTicks(1) })).Names().ShouldBe("c");
        (await Store.All(Since(ends[3].AddTicks(1)))).ShouldBeEmpty();
        (await Store.All(new JobFilter { FinishedFrom = DateTimeOffset.MaxValue })).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_has_not_ended_has_no_history()
    {
        foreach (var state in Enum.GetValues<JobState>())
        {
            await Store.EnqueueAs(state, New.Job($"{state}", queue: $"{state}"));
            await PassMinutes(1);
        }

        (await Store.All(Since(DateTimeOffset.MinValue))).Names().ShouldBe("Discarded Cancelled Completed");
        (await Store.All(Since(DateTimeOffset.MinValue) with { States = JobStates.Cancelled | JobStates.Available })).Names()
            .ShouldBe("Cancelled");
        (await Store.All(Since(DateTimeOffset.MinValue) with { States = JobStates.Incomplete })).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(100)]
    public async Task Pages_of_history_follow_one_another_without_gap_or_repetition(int limit)
    {
        var worker = await Store.Join();
        for (var batch = 0; batch < 4; batch++)
        {
            // They end together, in ranges and alone, and at one time.
            await Store.EnqueueMany(New.Jobs(9));
            var jobs = await worker.Claim(9);
            await worker.Complete([.. jobs.Where((_, index) => index is not 2 and not 5)]);
            await worker.Discard(jobs[2]);
            await worker.Complete(jobs[5]);
            await PassMinutes(batch % 2);
        }

        var listed = await Store.All(Since(DateTimeOffset.MinValue) with { Limit = limit });

        listed.Count.ShouldBe(36);
        listed.Ids().ShouldBe(
            listed.OrderByDescending(job => job.FinishedAt).ThenByDescending(job => job.Id.TryGetNumber(out var number) ? number : 0).Ids());
        listed.Ids().Distinct().Count().ShouldBe(36);
    }

    [Fact]
    public async Task A_page_of_history_may_begin_after_a_job_that_runs_again()
    {
        await Ended("a", "b", "c", "d");
        var first = await Store.List(Since(DateTimeOffset.MinValue) with { Limit = 2 });
        foreach (var job in first.Jobs)
        {
            await Store.Retry(job.Id);
        }

        var second = await Store.List(Since(DateTimeOffset.MinValue) with { Limit = 2, After = first.Next });

        first.Jobs.Names().ShouldBe("d c");
        second.Jobs.Names().ShouldBe("b a");
        second.Next.ShouldBeNull();
    }

    [Fact]
    public async Task History_is_filtered_like_any_list()
    {
        await Store.EnqueueMany(
            New.Job("a", "one", payload: """{"n":1}""", tags: ["t"]), New.Job("a", "one", payload: """{"n":2}""", tags: ["t"]),
            New.Job("a", "two", payload: """{"n":1}""", tags: ["t"]), New.Job("b", "one", payload: """{"n":1}""", tags: ["t"]),
            New.Job("a", "one", payload: """{"n":1}"""));
        var worker = await Store.Join();
        await worker.Complete(await worker.Claim(10, "one"));
        await worker.Complete(await worker.Claim(10, "two"));

        var all = Since(DateTimeOffset.MinValue);
        (await Store.All(all with { Queue = "two" })).Count.ShouldBe(1);
        (await Store.All(all with { Name = "b" })).Count.ShouldBe(1);
        (await Store.All(all with { Tag = "t" })).Count.ShouldBe(4);
        (await Store.All(all with { PayloadText = "2" })).Count.ShouldBe(1);
        (await Store.All(all with { Name = "a", Queue = "one", Tag = "t", Payload = """{"n":1}""" })).Count.ShouldBe(1);
    }

    private static JobFilter Since(DateTimeOffset time) => new() { FinishedFrom = time };

    private async Task<List<DateTimeOffset>> Ended(params string[] names)
    {
        var worker = await Store.Join();
        var ends = new List<DateTimeOffset>();
        foreach (var name in names)
        {
            var id = await Store.Enqueue(name);
            await worker.Complete(await worker.ClaimOne());
            ends.Add((await Store.Job(id)).FinishedAt!.Value);
            await PassMinutes(1);
        }

        return ends;
    }
}
