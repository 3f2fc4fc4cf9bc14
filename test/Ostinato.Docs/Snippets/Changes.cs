namespace Ostinato.Docs.Snippets;

#region replace
[Job("digest"), Unique(Key = "{UserId}", Replace = UniqueReplace.Payload | UniqueReplace.DueAt)]
public sealed record Digest(int UserId, int LastCommentId);
#endregion

internal sealed class Changes(IJobAdmin admin, IJobClient jobs)
{
    public async Task Update(JobId id, DateTimeOffset tonight, CancellationToken ct)
    {
        #region update
        UpdateResult result = await admin.Jobs.UpdateAsync(
            id, new() { RunAt = tonight, Priority = 7, Actor = "ada", Reason = "not while the shop is open" }, ct);
        await admin.Jobs.UpdateAsync(id, new() { Payload = new WelcomeEmail(42) }, ct);
        await admin.Jobs.UpdateAsync(id, new() { PayloadJson = """{"userId":42}""", Tags = ["mended"] }, ct);
        #endregion
        _ = result;
    }

    public async Task Move(CancellationToken ct)
    {
        #region move
        BulkResult moved = await admin.Jobs.MoveAsync("name:welcome-email tag:import", "slow", new() { Limit = 10 }, ct);
        #endregion
        _ = moved;
    }

    public async Task Errors(CancellationToken ct)
    {
        #region errors
        ErrorGroups failed = await admin.Jobs.ErrorsAsync("state:discarded queue:mail since:1d", ct);
        foreach (var group in failed.Groups)
        {
            Console.WriteLine($"{group.Count,6} {group.Name} {group.Type}: {group.Message} in {group.Place}, last at {group.LastAt:u}");
        }

        await admin.Jobs.RetryAsync("state:discarded queue:mail error:timeout", new() { Limit = 10 }, ct);
        #endregion
    }

    public async Task Replace(int userId, int commentId, CancellationToken ct)
    {
        #region replace-call
        var handle = await jobs.EnqueueAsync(new Digest(userId, commentId), new() { Delay = TimeSpan.FromMinutes(10) }, ct);
        bool putOff = handle.IsReplaced;
        #endregion
        _ = putOff;
    }
}
