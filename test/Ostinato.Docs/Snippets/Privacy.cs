using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Hosting;

namespace Ostinato.Docs.Snippets;

#region private-members
[Job("charge-card"), Unique(Key = "{OrderId}")]
public sealed record ChargeCard(int OrderId, [Encrypted] string CardNumber, Customer Customer);

public sealed record Customer(string Name, [Redacted] string Email);
#endregion

public interface IVault
{
    string CurrentKey { get; }

    byte[]? Find(string id);
}

internal sealed class ChargeCardHandler : IJobHandler<ChargeCard>
{
    public Task HandleAsync(ChargeCard job, JobContext context, CancellationToken ct) => Task.CompletedTask;
}

internal static class Privacy
{
    public static void FromFunctions(HostApplicationBuilder builder, IVault vault)
    {
        #region keys-from-functions
        builder.Services.AddOstinato(o => o
            .UseSqlite("Data Source=app.db")
            .AddJobs()
            .Encryption(e => e.UseKeys(() => vault.CurrentKey, id => vault.Find(id))));
        #endregion
    }

    public static void FromDataProtection(WebApplicationBuilder builder)
    {
        #region keys-from-data-protection
        builder.Services.AddDataProtection()
            .SetApplicationName("shop")
            .PersistKeysToFileSystem(new DirectoryInfo("/var/lib/shop/keys"));
        builder.Services.AddOstinato(o => o
            .UseSqlite("Data Source=app.db")
            .AddJobs()
            .Encryption(e => e.UseDataProtection()));
        #endregion
    }

    public static async Task<bool> IsInUseAsync(IJobAdmin admin, CancellationToken ct)
    {
        #region jobs-of-a-key
        JobPage old = await admin.Jobs.ListAsync(new JobFilter { PayloadText = "\"$enc\":\"2026-01\"" }, ct);
        #endregion
        return old.Jobs.Count > 0;
    }
}
