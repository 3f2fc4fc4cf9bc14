using Dapper;
using Microsoft.AspNetCore.Http;
using Microsoft.Data.Sqlite;

namespace Ostinato.Docs.Snippets;

#region payload
[Job("welcome-email", Queue = "mail", MaxAttempts = 8, Timeout = "00:02:00")]
public sealed record WelcomeEmail(int UserId);
#endregion

#region deadline
[Job("price-alert", Deadline = "00:15:00")]
public sealed record PriceAlert(int UserId, decimal Price);
#endregion

#region unique
[Job("reindex"), Unique(Key = "{TenantId}")]
public sealed record Reindex(int TenantId);
#endregion

#region unique-window
[Job("remind"), Unique(While = JobStates.Any, For = "01:00:00")]
public sealed record Remind(int UserId);
#endregion

internal sealed class Enqueueing(IJobClient jobs)
{
    public async Task One(int userId, CancellationToken ct)
    {
        #region enqueue
        JobHandle handle = await jobs.EnqueueAsync(new WelcomeEmail(userId), ct);
        #endregion
        _ = handle;
    }

    public async Task Options(int userId, DateTimeOffset tomorrow, CancellationToken ct)
    {
        #region enqueue-options
        await jobs.EnqueueAsync(new WelcomeEmail(userId), new() { RunAt = tomorrow }, ct);
        await jobs.EnqueueAsync(new WelcomeEmail(userId), new() { Delay = TimeSpan.FromMinutes(10) }, ct);
        await jobs.EnqueueAsync(new WelcomeEmail(userId), new() { Priority = 0, Queue = "urgent", Tags = ["vip"] }, ct);
        #endregion
    }

    public async Task Deadlines(int userId, decimal price, DateTimeOffset marketCloses, CancellationToken ct)
    {
        #region deadline-options
        await jobs.EnqueueAsync(new PriceAlert(userId, price), new() { Deadline = marketCloses }, ct);
        await jobs.EnqueueAsync(new PriceAlert(userId, price), new() { DeadlineIn = TimeSpan.FromMinutes(1), StopAtDeadline = true }, ct);
        #endregion
    }

    public async Task Many(IReadOnlyList<int> userIds, IAsyncEnumerable<int> stream, CancellationToken ct)
    {
        #region enqueue-many
        EnqueueSummary summary = await jobs.EnqueueManyAsync(userIds.Select(id => new WelcomeEmail(id)), ct);
        await jobs.EnqueueManyAsync(stream.Select(id => new WelcomeEmail(id)), new() { Tags = ["import"] }, ct);
        #endregion
        _ = summary;
    }

    public async Task InTransaction(CancellationToken ct)
    {
        #region transaction
        await using var connection = new SqliteConnection("Data Source=app.db");
        await connection.OpenAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);

        var id = await connection.QuerySingleAsync<int>(
            "INSERT INTO users (email) VALUES ('ada@example.com') RETURNING id", transaction: transaction);
        await jobs.EnqueueAsync(new WelcomeEmail(id), transaction, ct);

        await transaction.CommitAsync(ct);
        #endregion

        #region transaction-many
        await jobs.EnqueueManyAsync(new[] { 1, 2, 3 }.Select(id => new WelcomeEmail(id)), transaction, ct);
        #endregion
    }

    public async Task Unique(int tenantId, ILogger logger, CancellationToken ct)
    {
        #region unique-result
        var handle = await jobs.EnqueueAsync(new Reindex(tenantId), ct);
        if (handle.IsDuplicate)
        {
            logger.LogInformation("Job {Id} is on its way already.", handle.Id);
        }
        #endregion

        #region unique-key
        await jobs.EnqueueAsync(new WelcomeEmail(7), new() { UniqueKey = "user-7" }, ct);
        #endregion
    }
}

#region hook
public sealed class TenantHook(IHttpContextAccessor http) : IEnqueueHook
{
    public void OnEnqueue(JobDraft draft) =>
        draft.Metadata["tenant"] = http.HttpContext?.Request.Headers["X-Tenant"].ToString() ?? "none";
}
#endregion

internal static class HookSetUp
{
    public static void Add(OstinatoBuilder o)
    {
        #region hook-set-up
        o.OnEnqueue<TenantHook>();
        #endregion
    }
}

internal static class LoadShedding
{
    public static void Map(WebApplication app)
    {
        #region quota
        app.MapPost("/reports", async (BuildReport report, IJobClient jobs, CancellationToken ct) =>
        {
            try
            {
                var handle = await jobs.EnqueueAsync(report, ct);
                return (IResult)TypedResults.Accepted($"/jobs/{handle.Id}");
            }
            catch (JobQuotaException)
            {
                return TypedResults.StatusCode(StatusCodes.Status503ServiceUnavailable);
            }
        });
        #endregion
    }
}
