using System.Data.Common;

namespace Ostinato.Docs.Snippets;

// What the snippets take for granted.

public sealed record User(int Id, string Email, string Name);

public interface IUsers
{
    Task<User?> FindAsync(int id, CancellationToken ct);
}

public interface IMailer
{
    Task SendAsync(string address, string text, CancellationToken ct);
}

public interface IPayments
{
    Task<bool> IsSettledAsync(int invoiceId, CancellationToken ct);
}

internal static class Accounts
{
    public static Task WithdrawAsync(int account, decimal amount, DbTransaction transaction, CancellationToken ct) => Task.CompletedTask;
}

public interface IPrinter
{
    Task<Uri> PrintAsync(int invoiceId, CancellationToken ct);
}

public interface IContactFiles
{
    Task<IContactFile> OpenAsync(Uri address, CancellationToken ct);
}

public interface IContactFile
{
    int Rows { get; }

    Task<ImportState> ImportAsync(ImportState from, int atMost, CancellationToken ct);
}

/// <summary>What the other side of a connection throws.</summary>
public sealed class TooManyRequestsException(TimeSpan retryAfter) : Exception("429")
{
    public TimeSpan RetryAfter => retryAfter;
}

/// <summary>What the generator makes of a project named Contoso.Mail.</summary>
internal static class GeneratedContosoMailJobs
{
    public static OstinatoBuilder AddContosoMailJobs(this OstinatoBuilder builder) => builder;
}
