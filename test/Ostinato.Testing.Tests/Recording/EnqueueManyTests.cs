namespace Ostinato.Testing.Tests.Recording;

public sealed class EnqueueManyTests
{
    private readonly RecordingJobClient _client = JobTest.Recording();

    [Fact]
    public async Task A_sequence_is_stored_in_the_callers_transaction()
    {
        using var transaction = new SomeTransaction();

        var summary = await _client.EnqueueManyAsync(Enumerable.Range(1, 2_500).Select(id => new WelcomeEmail(id)), transaction);

        summary.ShouldBe(new EnqueueSummary(2_500, 0));
        _client.ShouldHaveEnqueued<WelcomeEmail>().InTransaction(transaction).Times(2_500);
    }

    [Fact]
    public async Task A_sequence_in_a_transaction_takes_the_options_of_the_call()
    {
        using var transaction = new SomeTransaction();

        await _client.EnqueueManyAsync([new WelcomeEmail(1)], new EnqueueOptions { Tags = ["import"] }, transaction);

        _client.ShouldHaveEnqueued<WelcomeEmail>().InTransaction(transaction).WithTag("import");
    }

    [Fact]
    public async Task A_missing_transaction_is_refused_and_not_taken_for_none() =>
        await Should.ThrowAsync<ArgumentNullException>(() => _client.EnqueueManyAsync([new WelcomeEmail(1)], null, null!));
}
