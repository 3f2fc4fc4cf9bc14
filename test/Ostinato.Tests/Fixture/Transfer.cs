using System.Data;
using System.Data.Common;

namespace Ostinato.Tests;

/// <summary>A job whose handler does what its test says.</summary>
[Job("transfer")]
internal sealed record Transfer(string Key);

/// <summary>The same with a result.</summary>
[Job("transfer-sum")]
internal sealed record TransferSum(string Key) : IJobResult<int>;

/// <summary>The same with checkpoints.</summary>
[Job("long-way")]
internal sealed record LongWay(string Key) : IJobCheckpoint<Milestone>;

internal sealed record Milestone(int Number, string Note = "");

/// <summary>What the handlers of a test do.</summary>
internal sealed class Transfers
{
    public Func<JobContext, Task> Handle { get; set; } = _ => Task.CompletedTask;
}

internal sealed class TransferHandler(Transfers transfers) : IJobHandler<Transfer>
{
    public Task HandleAsync(Transfer job, JobContext context, CancellationToken ct) => transfers.Handle(context);
}

internal sealed class TransferSumHandler(Transfers transfers) : IJobHandler<TransferSum, int>
{
    public async Task<int> HandleAsync(TransferSum job, JobContext context, CancellationToken ct)
    {
        await transfers.Handle(context);
        return 42;
    }
}

internal sealed class LongWayHandler(Transfers transfers) : IJobHandler<LongWay>
{
    public Task HandleAsync(LongWay job, JobContext context, CancellationToken ct) => transfers.Handle(context);
}

/// <summary>Stands where a handler has a transaction. No database is behind it: a scripted store says what becomes of it.</summary>
internal sealed class NoTransaction : DbTransaction
{
    public override IsolationLevel IsolationLevel => IsolationLevel.Serializable;

    protected override DbConnection? DbConnection => null;

    public override void Commit()
    {
    }

    public override void Rollback()
    {
    }
}
