namespace Ostinato.Testing.Tests;

public sealed class CompletingTransactionTests
{
    [Fact]
    public async Task A_context_for_a_test_takes_every_transaction_and_says_which()
    {
        var context = JobContext.ForTest(new SendMail(1));
        using var transaction = new SomeTransaction();
        context.CompletingTransaction.ShouldBeNull();

        await context.CompleteInAsync(transaction, CancellationToken.None);

        context.CompletingTransaction.ShouldBe(transaction);
    }
}
