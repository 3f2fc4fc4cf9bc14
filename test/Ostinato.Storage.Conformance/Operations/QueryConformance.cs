namespace Ostinato.Storage.Conformance;

/// <summary>Questions about jobs.</summary>
public abstract class QueryConformance<TFixture> : StoreScenarios<TFixture>
    where TFixture : StoreFixture, new()
{
    [Fact]
    public async Task An_empty_store_has_nothing_to_list()
    {
        (await Store.List(new JobFilter())).ShouldSatisfyAllConditions(page => page.Jobs.ShouldBeEmpty(), page => page.Next.ShouldBeNull());
        (await Store.AllQueues()).ShouldBeEmpty();
        (await Store.Registered()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_job_that_is_not_there_is_null()
    {
        await Store.Enqueue("a");

        (await Store.Query.GetAsync(new JobId(987_654_321), CancellationToken.None)).ShouldBeNull();
    }

    [Fact]
    public async Task Jobs_are_listed_the_newest_first()
    {
        await Store.EnqueueMany(New.Jobs("a", "b"));
        await Store.Enqueue("c");

        (await Store.List(new JobFilter())).Jobs.Names().ShouldBe("c b a");
    }

    [Fact]
    public async Task Pages_follow_one_another_without_gap_or_repetition()
    {
        await Store.EnqueueMany(New.Jobs(25));
        var (pages, seen, next) = (0, new List<string>(), new JobFilter { Limit = 10 });
        for (var more = true; more; pages++)
        {
            var page = await Store.List(next);
            seen.AddRange(page.Jobs.Select(job => job.Name));
            more = page.Next is not null;
            next = next with { After = page.Next };
        }

        pages.ShouldBe(3);
        seen.ShouldBe(Enumerable.Range(0, 25).Reverse().Select(number => $"{number}"));
    }

    [Fact]
    public async Task A_page_has_no_more_than_its_limit()
    {
        await Store.EnqueueMany(New.Jobs(60));

        (await Store.List(new JobFilter { Limit = 1 })).Jobs.Names().ShouldBe("59");
        (await Store.List(new JobFilter())).Jobs.Count.ShouldBe(50);
        (await Store.List(new JobFilter { Limit = 1_000 })).Jobs.Count.ShouldBe(60);
    }

    [Fact]
    public async Task A_name_finds_all_versions_of_its_payload_and_no_other_name()
    {
        await Store.EnqueueMany(New.Jobs("a", "a@2", "a@3", "ab", "a-b@2", "b"));

        (await Store.List(new JobFilter { Name = "a" })).Jobs.Select(job => (job.Name, job.Version)).ShouldBe([("a", 3), ("a", 2), ("a", 1)]);
        (await Store.List(new JobFilter { Name = "a", Limit = 2 })).Next.ShouldNotBeNull();
        (await Store.List(new JobFilter { Name = "a@2" })).Jobs.Select(job => job.Version).ShouldBe([2]);
        (await Store.List(new JobFilter { Name = "a@1" })).Jobs.Select(job => job.Version).ShouldBe([1]);
        (await Store.List(new JobFilter { Name = "a@4" })).Jobs.ShouldBeEmpty();
    }

    [Fact]
    public async Task Claims_and_lists_tell_name_and_version_apart()
    {
        await Store.Enqueue("a@2");

        var claimed = await (await Store.Join()).ClaimOne();

        (claimed.Name, claimed.Version, claimed.StoredAs).ShouldBe(("a", 2, "a@2"));
        var job = (await Store.Query.GetAsync(claimed.Id, CancellationToken.None))!;
        (job.Name, job.Version).ShouldBe(("a", 2));
    }

    [Fact]
    public async Task Jobs_that_arrive_between_two_pages_do_not_move_the_second()
    {
        await Store.EnqueueMany(New.Jobs("a", "b", "c", "d"));
        var first = await Store.List(new JobFilter { Limit = 2 });
        await Store.EnqueueMany(New.Jobs("e", "f"));

        var second = await Store.List(new JobFilter { Limit = 2, After = first.Next });

        first.Jobs.Names().ShouldBe("d c");
        second.Jobs.Names().ShouldBe("b a");
    }

    [Fact]
    public async Task A_page_may_begin_after_a_job_that_is_gone()
    {
        await Store.EnqueueMany(New.Jobs("a", "b", "c", "d"));
        var first = await Store.List(new JobFilter { Limit = 2 });
        await Store.Delete(first.Jobs[1].Id);

        (await Store.List(new JobFilter { Limit = 2, After = first.Next })).Jobs.Names().ShouldBe("b a");
    }

    [Theory]
    [MemberData(nameof(States))]
    public async Task A_filter_by_state_finds_just_the_jobs_in_it(JobState state)
    {
        foreach (var one in Enum.GetValues<JobState>())
        {
            await Store.EnqueueAs(one, New.Job($"{one}", queue: $"{one}"));
        }

        (await Store.All(state.AsSet())).Names().ShouldBe($"{state}");
    }

    [Fact]
    public async Task A_filter_may_name_several_states()
    {
        foreach (var one in Enum.GetValues<JobState>())
        {
            await Store.EnqueueAs(one, New.Job($"{one}", queue: $"{one}"));
        }

        (await Store.All(JobStates.Final)).Names().ShouldBe("Discarded Cancelled Completed");
        (await Store.All(JobStates.Retryable | JobStates.Suspended)).Names().ShouldBe("Suspended Retryable");
        (await Store.All(JobStates.None)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Filters_by_queue_and_name_match_the_whole_word()
    {
        await Store.EnqueueMany(New.Job("a", "one"), New.Job("b", "one"), New.Job("a", "two"), New.Job("aa", "one"));

        (await Store.All(new JobFilter { Queue = "one" })).Names().ShouldBe("aa b a");
        (await Store.All(new JobFilter { Name = "a" })).Select(job => job.Queue).ShouldBe(["two", "one"]);
        (await Store.All(new JobFilter { Queue = "one", Name = "a" })).Count.ShouldBe(1);
        (await Store.All(new JobFilter { Queue = "three" })).ShouldBeEmpty();
        (await Store.All(new JobFilter { Name = "%" })).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_filter_by_tag_finds_the_jobs_that_carry_it()
    {
        await Store.EnqueueMany(
            New.Job("a", tags: ["vip", "eu"]), New.Job("b", tags: ["eu"]), New.Job("c", tags: ["VIP", "vipx", "x\"vip\"y"]), New.Job("d"));

        (await Store.All(new JobFilter { Tag = "vip" })).Names().ShouldBe("a");
        (await Store.All(new JobFilter { Tag = "eu" })).Names().ShouldBe("b a");
        (await Store.All(new JobFilter { Tag = "none" })).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("with \"quotes\" and \\")]
    [InlineData("ž😀漢")]
    [InlineData("100%_'")]
    public async Task A_tag_may_be_any_text(string tag)
    {
        await Store.EnqueueMany(New.Job("a", tags: [tag]), New.Job("b", tags: ["other"]));

        (await Store.All(new JobFilter { Tag = tag })).Names().ShouldBe("a");
    }

    [Fact]
    public async Task Words_that_stand_elsewhere_in_the_headers_are_not_tags()
    {
        await Store.Enqueue(New.Job() with { Headers = """{"meta":{"tags":"vip"},"trace":"vip","tags":["real"]}"""u8.ToArray() });

        (await Store.All(new JobFilter { Tag = "vip" })).ShouldBeEmpty();
        (await Store.All(new JobFilter { Tag = "real" })).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Filters_work_together_and_page_by_page()
    {
        foreach (var number in Enumerable.Range(0, 40))
        {
            var job = New.Job($"{number % 2}", $"q{number % 4}", tags: [$"t{number % 5}"]);
            await Store.EnqueueAs(number % 8 == 0 ? JobState.Completed : JobState.Scheduled, job);
        }

        var filter = new JobFilter { States = JobStates.Scheduled, Queue = "q0", Name = "0", Tag = "t0", Limit = 1 };
        (await Store.All(filter)).Count.ShouldBe(1);
        (await Store.All(filter with { States = JobStates.Any })).Count.ShouldBe(2);
        (await Store.All(filter with { Tag = null })).Count.ShouldBe(5);
    }

    [Fact]
    public async Task A_list_leaves_errors_and_results_out_and_a_look_at_one_job_has_them()
    {
        await Store.Enqueue("a");
        var worker = await Store.Join();
        await worker.Retry(await worker.ClaimOne(), TimeSpan.Zero);
        await worker.Complete(await worker.ClaimOne(), "1");

        var listed = (await Store.All())[0];
        var job = await Store.Job(listed.Id);

        (listed.Errors.Count, job.Errors.Count).ShouldBe((0, 1));
        (listed.Result is null, job.Result is null).ShouldBe((true, false));
    }

    public static TheoryData<JobState> States() => [.. Enum.GetValues<JobState>()];
}
