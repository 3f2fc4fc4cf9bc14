using CsvHelper;
using Ostinato;
using Signup.Crm;
using Signup.Mail;
using Signup.Users;

namespace Signup.Signups;

/// <summary>Signs many users up. Each batch is one transaction: its users and their jobs are stored together, or not at all.</summary>
/// <remarks>
/// A line that is wrong is reported and left out; the good ones are imported. Whoever has signed up before is left out too, so an import
/// that broke off can simply be sent again.
/// </remarks>
public sealed class Import(Database database, IJobClient jobs, ILogger<Import> logger)
{
    /// <summary>Marks jobs of an import, so that they can be told from single signups.</summary>
    public const string Tag = "import";

    private const int BatchSize = 500;
    private static readonly EnqueueOptions Tagged = new() { Tags = [Tag] };

    public async Task<ImportReport> RunAsync(Stream body, CancellationToken ct)
    {
        var report = new ImportReport();
        try
        {
            await foreach (var batch in SignupCsv.ReadAsync(body, report.Reject, ct).Chunk(BatchSize).WithCancellation(ct))
            {
                await StoreAsync(batch, report, ct);
            }
        }
        catch (CsvFormatException error)
        {
            report.Stopped = error.Message;
        }

        logger.LogInformation("{Report}", report);
        return report;
    }

    private async Task StoreAsync(NewUser[] batch, ImportReport report, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var ids = new List<long>(batch.Length);
        foreach (var user in batch)
        {
            if (await UserTable.AddAsync(user, transaction) is { } id)
            {
                ids.Add(id);
            }
        }

        await jobs.EnqueueManyAsync(ids.Select(id => new WelcomeEmail(id)), Tagged, transaction, ct);
        await jobs.EnqueueManyAsync(ids.Select(id => new AddToCrm(id)), Tagged, transaction, ct);
        await transaction.CommitAsync(ct);
        report.Stored(ids.Count, batch.Length - ids.Count);
    }
}
