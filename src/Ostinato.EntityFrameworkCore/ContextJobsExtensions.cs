using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace Ostinato;

/// <summary>Gives every <see cref="DbContext"/> its jobs.</summary>
public static class ContextJobsExtensions
{
    extension(DbContext context)
    {
        /// <summary>The jobs that the next <c>SaveChanges</c> of this context stores, in the transaction of its rows.</summary>
        /// <remarks>A context with a member <c>Jobs</c> of its own says <c>context.GetService&lt;ContextJobs&gt;()</c>.</remarks>
        /// <exception cref="InvalidOperationException">The options of the context do not say <c>UseOstinato()</c>.</exception>
        public ContextJobs Jobs
        {
            get
            {
                ArgumentNullException.ThrowIfNull(context);
                var services = context.GetInfrastructure();
                return services.GetService(typeof(ContextJobs)) as ContextJobs ?? throw new InvalidOperationException(
                    $"{context.GetType().Name} stores no jobs. Say UseOstinato() where its options are made: "
                    + $"AddDbContext<{context.GetType().Name}>(options => options.….UseOstinato()).");
            }
        }
    }
}
