using System.Net;
using System.Net.Mail;
using Microsoft.Extensions.Options;

namespace Signup.Mail;

public interface IMailer
{
    /// <summary>Sends a message. The id is the same on every attempt, so that a message that was sent twice can be told to be one.</summary>
    Task SendAsync(string id, MailMessage message, CancellationToken ct);
}

/// <summary>Section <c>Email</c> of the configuration. Without <see cref="SmtpHost"/>, messages are written to a folder.</summary>
public sealed class EmailOptions
{
    public string From { get; set; } = "hello@signup.example";

    public string? SmtpHost { get; set; }

    public int SmtpPort { get; set; } = 25;

    public bool Tls { get; set; }

    public string? User { get; set; }

    public string? Password { get; set; }
}

public static class MailServices
{
    public static void AddMail(this WebApplicationBuilder builder, string outbox)
    {
        var section = builder.Configuration.GetSection("Email");
        builder.Services.Configure<EmailOptions>(section);
        builder.Services.AddSingleton<IMailer>(services => section["SmtpHost"] is { Length: > 0 }
            ? new SmtpMailer(services.GetRequiredService<IOptions<EmailOptions>>())
            : new FolderMailer(outbox, services.GetRequiredService<IOptions<EmailOptions>>()));
    }
}

/// <summary>Hands messages to an SMTP server.</summary>
public sealed class SmtpMailer(IOptions<EmailOptions> options) : IMailer
{
    public async Task SendAsync(string id, MailMessage message, CancellationToken ct)
    {
        var email = options.Value;
        using var smtp = new SmtpClient(email.SmtpHost, email.SmtpPort)
        {
            EnableSsl = email.Tls,
            Credentials = email.User is null ? null : new NetworkCredential(email.User, email.Password),
            DeliveryFormat = SmtpDeliveryFormat.International,
        };
        await smtp.SendMailAsync(message.WithSender(email.From, id), ct);
    }
}

internal static class MailMessageExtensions
{
    public static MailMessage WithSender(this MailMessage message, string from, string id)
    {
        message.From = new MailAddress(from);
        message.Headers["Message-ID"] = $"<{id}@{message.From.Host}>";
        return message;
    }
}
