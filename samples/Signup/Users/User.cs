using System.Diagnostics.CodeAnalysis;
using System.Net.Mail;

namespace Signup.Users;

/// <summary>Somebody who has signed up. Times are UTC, as text.</summary>
public sealed record User(long Id, string Email, string Name, string SignedUpAt, string? WelcomedAt);

/// <summary>Somebody who wants to sign up, checked.</summary>
public sealed record NewUser(string Email, string Name)
{
    private const int LongestEmail = 254;
    private const int LongestName = 100;

    public static bool TryCreate(string? email, string? name, [NotNullWhen(true)] out NewUser? user, out string problem)
    {
        (email, name) = (email?.Trim() ?? "", name?.Trim() ?? "");
        problem =
            email.Length == 0 ? "there is no e-mail address"
            : email.Length > LongestEmail ? $"an e-mail address has at most {LongestEmail} characters, this one has {email.Length}"
            : !MailAddress.TryCreate(email, out var address) || address.Address != email ? $"'{email}' is not an e-mail address"
            : name.Length == 0 ? $"there is no name for {email}"
            : name.Length > LongestName ? $"a name has at most {LongestName} characters, that of {email} has {name.Length}"
            : name.Any(char.IsControl) ? $"the name of {email} has control characters"
            : "";
        user = problem.Length == 0 ? new NewUser(email, name) : null;
        return user is not null;
    }
}
