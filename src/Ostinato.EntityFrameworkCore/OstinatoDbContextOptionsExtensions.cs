using Microsoft.EntityFrameworkCore.Infrastructure;
using Ostinato;
using Ostinato.EntityFrameworkCore;

namespace Microsoft.EntityFrameworkCore;

/// <summary>Lets a context store jobs.</summary>
public static class OstinatoDbContextOptionsExtensions
{
    /// <summary>Gives the context <c>Jobs</c>, which its <c>SaveChanges</c> stores in the transaction of its rows.</summary>
    /// <param name="options">The options of the context.</param>
    /// <param name="client">Stores the jobs. Default: the client of the application, which <c>AddOstinato</c> registers and
    /// <c>AddDbContext</c> tells the context of.</param>
    public static DbContextOptionsBuilder UseOstinato(this DbContextOptionsBuilder options, IJobClient? client = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ((IDbContextOptionsBuilderInfrastructure)options).AddOrUpdateExtension(new OstinatoOptionsExtension(client));
        return options;
    }

    /// <inheritdoc cref="UseOstinato(DbContextOptionsBuilder, IJobClient?)"/>
    public static DbContextOptionsBuilder<TContext> UseOstinato<TContext>(
        this DbContextOptionsBuilder<TContext> options, IJobClient? client = null)
        where TContext : DbContext => (DbContextOptionsBuilder<TContext>)UseOstinato((DbContextOptionsBuilder)options, client);
}
