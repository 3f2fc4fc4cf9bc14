using System.Net.Mail;
using Ostinato;
using Signup.Users;

namespace Signup.Mail;

/// <summary>Welcome a new user. The job carries an id and not the address: when it runs, it sees the user as they are then.</summary>
[Job("welcome-email", Queue = "mail", MaxAttempts = 8, Timeout = "00:00:30")]
public sealed record WelcomeEmail(long UserId);

public sealed class WelcomeEmailHandler(UserTable users, IMailer mailer) : IJobHandler<WelcomeEmail>
{
    public async Task HandleAsync(WelcomeEmail job, JobContext context, CancellationToken ct)
    {
        var user = await users.FindAsync(job.UserId, ct) ?? throw new JobDiscardedException($"user {job.UserId} is gone");
        if (user.WelcomedAt is not null)
        {
            return; // An earlier attempt got this far, and its process died before it could report.
        }

        // Should this process die between these two lines, the next attempt sends the same message again, under the same id.
        await mailer.SendAsync($"welcome-{user.Id}", Compose(user), ct);
        await users.SetWelcomedAsync(user.Id, ct);
    }

    private static MailMessage Compose(User user) => new()
    {
        To = { new MailAddress(user.Email, user.Name) },
        Subject = $"Welcome, {user.Name}!",
        Body = $"Hello {user.Name},\r\n\r\nthank you for signing up.\r\n",
    };
}
