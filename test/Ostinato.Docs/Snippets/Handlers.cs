using System.Data.Common;

namespace Ostinato.Docs.Snippets;

#region alias
[Job("send-welcome"), JobAlias("welcome-mail")]
public sealed record SendWelcome(int UserId);
#endregion

internal sealed class SendWelcomeHandler : IJobHandler<SendWelcome>
{
    public Task HandleAsync(SendWelcome job, JobContext context, CancellationToken ct) => Task.CompletedTask;
}

#region handler
public sealed class WelcomeEmailHandler(IUsers users, IMailer mailer) : IJobHandler<WelcomeEmail>
{
    public async Task HandleAsync(WelcomeEmail job, JobContext context, CancellationToken ct)
    {
        var user = await users.FindAsync(job.UserId, ct) ?? throw new JobDiscardedException($"user {job.UserId} is gone");
        await mailer.SendAsync(user.Email, $"Welcome, {user.Name}", ct);
    }
}
#endregion

internal sealed class ReindexHandler : IJobHandler<Reindex>
{
    public Task HandleAsync(Reindex job, JobContext context, CancellationToken ct) => Task.CompletedTask;
}

internal sealed class RemindHandler : IJobHandler<Remind>
{
    public Task HandleAsync(Remind job, JobContext context, CancellationToken ct) => Task.CompletedTask;
}

#region retry
[Job("add-to-crm", MaxAttempts = 12, Timeout = "00:00:10")]
[Retry(BackoffShape.Exponential, Initial = "00:00:01", Max = "00:05:00")]
public sealed record AddToCrm(int UserId);
#endregion

internal sealed class AddToCrmHandler(ILogger<AddToCrmHandler> logger) : IJobHandler<AddToCrm>
{
    #region stop-reason
    public async Task HandleAsync(AddToCrm job, JobContext context, CancellationToken ct)
    {
        try
        {
            await CopyAsync(job.UserId, ct);
        }
        catch (OperationCanceledException) when (context.StopReason is StopReason.Shutdown)
        {
            logger.LogInformation("The process stops. Another one copies user {UserId} from the beginning.", job.UserId);
            throw;
        }
    }
    #endregion

    private static Task CopyAsync(int userId, CancellationToken ct) => Task.Delay(TimeSpan.FromMilliseconds(userId), ct);
}

internal static class BackoffSetUp
{
    public static void Add(OstinatoBuilder o)
    {
        #region backoff
        o.UseBackoff<AddToCrm>(Backoff.From(failure =>
            failure.Error is TooManyRequestsException tooMany ? tooMany.RetryAfter : TimeSpan.FromSeconds(10)));
        #endregion
    }
}

#region outcome
[Job("collect-payment")]
public sealed record CollectPayment(int InvoiceId);

public sealed class CollectPaymentHandler(IPayments payments, TimeProvider time) : IJobHandler<CollectPayment, JobOutcome>
{
    public async Task<JobOutcome> HandleAsync(CollectPayment job, JobContext context, CancellationToken ct)
    {
        if (time.GetUtcNow() - context.EnqueuedAt > TimeSpan.FromDays(30))
        {
            return JobOutcome.Discard("not paid within 30 days");
        }

        return await payments.IsSettledAsync(job.InvoiceId, ct) ? JobOutcome.Done : JobOutcome.Snooze(TimeSpan.FromHours(1));
    }
}
#endregion

#region complete-in
[Job("pay-out")]
public sealed record PayOut(int AccountId, decimal Amount);

public sealed class PayOutHandler(DbDataSource database) : IJobHandler<PayOut>
{
    public async Task HandleAsync(PayOut job, JobContext context, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);

        await Accounts.WithdrawAsync(job.AccountId, job.Amount, transaction, ct);

        await context.CompleteInAsync(transaction, ct);
        await transaction.CommitAsync(ct);
    }
}
#endregion

#region middleware
public sealed class TenantMiddleware(ILogger<TenantMiddleware> logger) : IJobMiddleware
{
    public async ValueTask<JobOutcome> InvokeAsync(JobContext context, JobNext next, CancellationToken ct)
    {
        using (logger.BeginScope("tenant {Tenant}", context.Metadata.GetValueOrDefault("tenant")))
        {
            return await next(context, ct);
        }
    }
}
#endregion

internal static class MiddlewareSetUp
{
    public static void Add(OstinatoBuilder o)
    {
        #region middleware-set-up
        o.Use<TenantMiddleware>();
        #endregion
    }
}
