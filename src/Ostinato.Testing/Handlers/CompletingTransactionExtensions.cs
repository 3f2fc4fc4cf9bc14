using System.Data.Common;

namespace Ostinato.Testing;

/// <summary>Shows tests of handlers in which transaction a handler has completed its job.</summary>
public static class CompletingTransactionExtensions
{
    extension(JobContext context)
    {
        /// <summary>
        /// The transaction that the handler gave to <see cref="JobContext.CompleteInAsync"/>; null when it did not. A context for a test
        /// writes nothing there, and takes every transaction.
        /// </summary>
        public DbTransaction? CompletingTransaction => context.CompletedIn;
    }
}
