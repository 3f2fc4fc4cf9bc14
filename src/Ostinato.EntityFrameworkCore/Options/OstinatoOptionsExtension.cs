using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.Extensions.DependencyInjection;

namespace Ostinato.EntityFrameworkCore;

/// <summary>Puts what stores jobs among the services of a context.</summary>
internal sealed class OstinatoOptionsExtension(IJobClient? client) : IDbContextOptionsExtension
{
    /// <summary>Null for the client of the application.</summary>
    public IJobClient? Client => client;

    public DbContextOptionsExtensionInfo Info => field ??= new ExtensionInfo(this);

    public void ApplyServices(IServiceCollection services)
    {
        services.AddSingleton<IInterceptor, JobInterceptor>();
        services.AddScoped<TransactionDemand>();
        services.AddScoped<SaveCall>();
        services.AddScoped<ContextClient>();
        services.AddScoped<PendingJobs>();
        services.AddScoped<IResettableService>(provider => provider.GetRequiredService<PendingJobs>());
        services.AddScoped<PendingWriter>();
        services.AddScoped<CallersSavepoint>();
        services.AddScoped<ContextSave>();
        services.AddScoped(provider => new ContextJobs(provider.GetRequiredService<PendingJobs>()));
    }

    public void Validate(IDbContextOptions options)
    {
    }

    // The client is looked up in the options of each context, so all of them share one set of services.
    private sealed class ExtensionInfo(IDbContextOptionsExtension extension) : DbContextOptionsExtensionInfo(extension)
    {
        public override bool IsDatabaseProvider => false;

        public override string LogFragment => "using Ostinato ";

        public override int GetServiceProviderHashCode() => 0;

        public override bool ShouldUseSameServiceProvider(DbContextOptionsExtensionInfo other) => other is ExtensionInfo;

        public override void PopulateDebugInfo(IDictionary<string, string> debugInfo) => debugInfo["Ostinato"] = "1";
    }
}
