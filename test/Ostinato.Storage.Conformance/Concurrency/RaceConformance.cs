namespace Ostinato.Storage.Conformance;

/// <summary>Two want something different of one job at the same moment: one of them gets it, and both learn the truth.</summary>
public abstract class RaceConformance<TFixture> : StoreScenarios<TFixture>
    where TFixture : StoreFixture, new()
{
    private const int Rounds = 20;

    [Fact]
    public async Task A_process_is_declared_dead_by_one_of_those_who_try()
    {
        for (var round = 0; round < Rounds; round++)
        {
            var id = await Store.Enqueue("a", $"queue {round}");
            var dead = await Store.Join();
            await dead.ClaimOne($"queue {round}");
            var observed = await dead.LastBeat();

            var reaped = await Together.Run(4, _ => Store.Reap(observed));

            reaped.Count(one => one is not null).ShouldBe(1);
            (await Store.Job(id)).Crashes.ShouldBe(1);
        }
    }

    [Fact]
    public async Task A_process_that_acknowledges_while_it_is_declared_dead_has_said_all_or_nothing()
    {
        for (var round = 0; round < Rounds; round++)
        {
            var queue = $"queue {round}";
            await Store.EnqueueMany(New.Jobs(20, queue));
            var worker = await Store.Join();
            var claimed = await worker.Claim(20, queue);
            var ended = claimed.Select(job => new Acknowledgement(job, AttemptEnd.Completed, TimeSpan.Zero)).ToArray();
            var observed = await worker.LastBeat();

            var stood = await Together.Run(2, async number =>
                number == 0 ? (await worker.Exchange(ended)).StillStands : await Store.Reap(observed) is null);

            (await Store.Count(JobState.Completed, queue)).ShouldBe(stood[0] ? 20 : 0);
            (await Store.Count(JobState.Available, queue)).ShouldBe(stood[0] ? 0 : 20);
        }
    }

    [Fact]
    public async Task A_process_that_claims_while_it_is_declared_dead_keeps_nothing()
    {
        for (var round = 0; round < Rounds; round++)
        {
            var queue = $"queue {round}";
            await Store.EnqueueMany(New.Jobs(5, queue));
            var worker = await Store.Join();
            var observed = await worker.LastBeat();

            await Together.Run(2, async number =>
            {
                if (number == 0)
                {
                    await worker.Exchange([], new ClaimRequest(queue, 5));
                }
                else
                {
                    await Store.Reap(observed);
                }
            });

            (await Store.Count(JobState.Available, queue)).ShouldBe(5);
        }
    }

    [Fact]
    public async Task A_job_that_is_cancelled_while_it_completes_ends_as_the_answers_say()
    {
        for (var round = 0; round < Rounds; round++)
        {
            var id = await Store.Enqueue("a");
            var worker = await Store.Join();
            var claimed = await worker.ClaimOne();
            var answer = default(CancelResult);

            await Together.Run(2, async number =>
            {
                if (number == 0)
                {
                    await worker.Complete(claimed);
                }
                else
                {
                    answer = await Store.Cancel(id);
                }
            });

            answer.ShouldBeOneOf(CancelResult.Requested, CancelResult.AlreadyFinal);
            (await Store.StateOf(id)).ShouldBe(JobState.Completed);
        }
    }

    [Fact]
    public async Task A_waiting_job_that_is_cancelled_while_it_is_claimed_is_one_or_the_other()
    {
        for (var round = 0; round < Rounds; round++)
        {
            var id = await Store.Enqueue("a");
            var worker = await Store.Join();
            var (answer, claimed) = (default(CancelResult), 0);

            await Together.Run(2, async number =>
            {
                if (number == 0)
                {
                    claimed = (await worker.Claim(1)).Count;
                }
                else
                {
                    answer = await Store.Cancel(id);
                }
            });

            answer.ShouldBe(claimed == 1 ? CancelResult.Requested : CancelResult.Cancelled);
            (await Store.StateOf(id)).ShouldBe(claimed == 1 ? JobState.Executing : JobState.Cancelled);
        }
    }

    [Fact]
    public async Task A_final_job_is_retried_by_one_of_those_who_try()
    {
        for (var round = 0; round < Rounds; round++)
        {
            var id = await Store.EnqueueAs(JobState.Discarded, New.Job(queue: $"queue {round}"));

            var answers = await Together.Run(4, _ => Store.Retry(id));

            answers.Count(answer => answer == RetryResult.Retried).ShouldBe(1);
            answers.Count(answer => answer == RetryResult.AlreadyAvailable).ShouldBe(3);
        }
    }

    [Fact]
    public async Task A_final_job_with_a_key_that_is_deleted_while_it_is_retried_ends_as_the_answers_say()
    {
        for (var round = 0; round < Rounds; round++)
        {
            var id = await Store.EnqueueAs(JobState.Discarded, New.Job(queue: $"queue {round}", unique: New.Key($"{round}")));
            var (deleted, retried) = (default(DeleteResult), default(RetryResult));

            await Together.Run(2, async number =>
            {
                if (number == 0)
                {
                    deleted = await Store.Delete(id);
                }
                else
                {
                    retried = await Store.Retry(id);
                }
            });

            deleted.ShouldBe(DeleteResult.Deleted);
            retried.ShouldBeOneOf(RetryResult.Retried, RetryResult.NotFound);
            (await Store.Has(id)).ShouldBeFalse();
        }
    }

    [Fact]
    public async Task A_final_job_with_a_key_that_is_removed_for_its_age_while_it_is_retried_is_gone_or_waits()
    {
        for (var round = 0; round < Rounds; round++)
        {
            var id = await Store.EnqueueAs(JobState.Discarded, New.Job(queue: $"queue {round}", unique: New.Key($"{round}")));
            var (removed, retried) = (0, default(RetryResult));

            await Together.Run(2, async number =>
            {
                if (number == 0)
                {
                    removed = await Store.Prune(JobState.Discarded, TimeSpan.Zero);
                }
                else
                {
                    retried = await Store.Retry(id);
                }
            });

            retried.ShouldBe(removed == 1 ? RetryResult.NotFound : RetryResult.Retried);
            (await Store.Has(id)).ShouldBe(removed == 0);
        }
    }

    [Fact]
    public async Task Many_final_jobs_with_keys_that_are_deleted_while_they_are_retried_are_gone()
    {
        for (var round = 0; round < Rounds; round++)
        {
            var queue = $"queue {round}";
            var ids = await Store.EnqueueMany(
                [.. Enumerable.Range(0, 20).Select(number => New.Job(queue: queue, unique: New.Key($"{round} {number}")))]);
            await Store.Control.CancelAsync(ids, "not needed", CancellationToken.None);

            await Together.Run(2, async number =>
            {
                if (number == 0)
                {
                    await Store.Control.DeleteAsync(ids, CancellationToken.None);
                }
                else
                {
                    await Store.Control.RetryAsync([.. ids.Reverse()], CancellationToken.None);
                }
            });

            (await Store.All(new JobFilter { Queue = queue })).ShouldBeEmpty();
        }
    }

    [Fact]
    public async Task Of_two_final_jobs_with_one_key_one_is_retried()
    {
        for (var round = 0; round < Rounds; round++)
        {
            var job = New.Job(queue: $"queue {round}", unique: New.Key($"{round}"));
            JobId[] ids = [await Store.EnqueueAs(JobState.Cancelled, job), await Store.EnqueueAs(JobState.Discarded, job)];

            var answers = await Together.Run(2, number => Store.Retry(ids[number]));

            answers.ShouldBe([RetryResult.Retried, RetryResult.Conflict], ignoreOrder: true);
        }
    }

    [Fact]
    public async Task A_job_is_deleted_by_one_of_those_who_try()
    {
        for (var round = 0; round < Rounds; round++)
        {
            var id = await Store.Enqueue("a");

            var answers = await Together.Run(4, _ => Store.Delete(id));

            answers.Count(answer => answer == DeleteResult.Deleted).ShouldBe(1);
            answers.Count(answer => answer == DeleteResult.NotFound).ShouldBe(3);
        }
    }
}
