using Ostinato.Testing;

namespace Ostinato.Docs.Snippets;

#region result
[Job("print-invoice")]
public sealed record PrintInvoice(int InvoiceId) : IJobResult<Uri>;

public sealed class PrintInvoiceHandler(IPrinter printer) : IJobHandler<PrintInvoice, Uri>
{
    public Task<Uri> HandleAsync(PrintInvoice job, JobContext context, CancellationToken ct) => printer.PrintAsync(job.InvoiceId, ct);
}
#endregion

internal sealed class Results(IJobClient jobs)
{
    public async Task Wait(CancellationToken ct)
    {
        #region result-wait
        JobHandle<Uri> handle = await jobs.EnqueueAsync(new PrintInvoice(7), ct);
        Uri invoice = await handle.ResultAsync(TimeSpan.FromSeconds(30), ct);
        #endregion
        _ = invoice;
    }
}

#region progress
[Job("import-contacts", MaxAttempts = 5)]
public sealed record ImportContacts(Uri File) : IJobCheckpoint<ImportState>;

public sealed record ImportState(int Row, int Skipped);

public sealed class ImportContactsHandler(IContactFiles files) : IJobHandler<ImportContacts>
{
    public async Task HandleAsync(ImportContacts job, JobContext context, CancellationToken ct)
    {
        var file = await files.OpenAsync(job.File, ct);
        var state = await context.ReadCheckpointAsync<ImportState>(ct) ?? new ImportState(Row: 0, Skipped: 0);
        while (state.Row < file.Rows)
        {
            state = await file.ImportAsync(state, atMost: 500, ct);
            await context.CheckpointAsync(state, ct);
            await context.ReportAsync(state.Row, file.Rows, $"{state.Skipped} skipped");
        }
    }
}
#endregion

internal sealed class Told(IJobAdmin admin)
{
    public async Task Show(JobId id, CancellationToken ct)
    {
        #region progress-look
        JobInfo? job = await admin.Jobs.GetAsync(id, ct);
        Console.WriteLine($"{job?.Progress?.Fraction:P0} {job?.Progress?.Message}");
        #endregion
    }

    public static async Task Test(ImportContactsHandler handler, Uri address, CancellationToken ct)
    {
        #region checkpoint-test
        var context = JobContext.ForTest(new ImportContacts(address), new() { Checkpoint = new ImportState(Row: 500, Skipped: 2) });

        await handler.HandleAsync(new ImportContacts(address), context, ct);

        context.LastCheckpoint.ShouldBe(new ImportState(Row: 1_000, Skipped: 2));
        context.LastProgress!.Done.ShouldBe(1_000);
        #endregion
    }
}
