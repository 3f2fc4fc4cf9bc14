using Ostinato;
using Signup.Users;

namespace Signup.Crm;

/// <summary>Tell the CRM of a new user. The waits are short, so that one can watch a retry: about 1, 2, 4, 8, 16, 30, 30 … seconds.</summary>
[Job("add-to-crm", Queue = "crm", MaxAttempts = 12, Timeout = "00:00:10")]
[Retry(BackoffShape.Exponential, Initial = "00:00:01", Max = "00:00:30")]
public sealed record AddToCrm(long UserId);

public sealed class AddToCrmHandler(UserTable users, CrmClient crm) : IJobHandler<AddToCrm>
{
    public async Task HandleAsync(AddToCrm job, JobContext context, CancellationToken ct)
    {
        var user = await users.FindAsync(job.UserId, ct) ?? throw new JobDiscardedException($"user {job.UserId} is gone");
        await crm.AddAsync(new Contact(user.Id, user.Email, user.Name), ct);
    }
}
