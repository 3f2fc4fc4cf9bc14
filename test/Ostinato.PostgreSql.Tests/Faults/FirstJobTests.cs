namespace Ostinato.PostgreSql.Tests.Faults;

public sealed class FirstJobTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_process_without_notices_finds_the_first_job_of_its_queue_by_looking()
    {
        await using var schema = await OwnSchema.CreateAsync();
        var store = await schema.OpenAsync();
        var signal = new TaskCompletionSource();
        using var subscription = store.Subscribe(_ => signal.TrySetResult());
        (await store.ClaimAsync(await store.JoinAsync(), 10)).ShouldBeEmpty();

        await (await schema.OpenAsync()).Inserter.InsertAsync([Port.Job(1)], null, Ct);

        await signal.Task.WaitAsync(TimeSpan.FromSeconds(10), TimeProvider.System, Ct);
    }
}
