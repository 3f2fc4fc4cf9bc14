using Ostinato.Testing.Tests.Recording;

namespace Ostinato.Testing.Tests.Handlers;

public sealed class CompletingTransactionTests
{
    [Fact]
    public async Task A_context_for_a_test_takes_every_transaction_and_says_which()
    {
        var context = JobContext.ForTest(new WelcomeEmail(7));
        using var transaction = new SomeTransaction();
        context.CompletingTransaction.ShouldBeNull();

        await context.CompleteInAsync(transaction, CancellationToken.None);

        context.CompletingTransaction.ShouldBe(transaction);
    }
}
