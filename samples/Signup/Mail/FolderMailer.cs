using System.Net.Mail;
using Microsoft.Extensions.Options;

namespace Signup.Mail;

/// <summary>Writes messages as .eml files, one for each id. Nothing leaves the machine.</summary>
public sealed class FolderMailer(string outbox, IOptions<EmailOptions> options) : IMailer
{
    public async Task SendAsync(string id, MailMessage message, CancellationToken ct)
    {
        // Written aside and moved when it is whole: a process that dies leaves no half message, and a second attempt no second one.
        var draft = Directory.CreateDirectory(Path.Combine(outbox, ".drafts", id));
        foreach (var leftover in draft.GetFiles())
        {
            leftover.Delete();
        }

        using var smtp = new SmtpClient
        {
            DeliveryMethod = SmtpDeliveryMethod.SpecifiedPickupDirectory,
            DeliveryFormat = SmtpDeliveryFormat.International,
            PickupDirectoryLocation = draft.FullName,
        };
        await smtp.SendMailAsync(message.WithSender(options.Value.From, id), ct);

        draft.GetFiles().Single().MoveTo(Path.Combine(outbox, $"{id}.eml"), overwrite: true);
        draft.Delete();
    }
}
