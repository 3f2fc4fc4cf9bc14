using System.Runtime.CompilerServices;
using CsvHelper;
using Signup.Users;

namespace Signup.Signups;

/// <summary>Reads CSV with the columns <c>email</c> and <c>name</c>, line by line, however long it is.</summary>
public static class SignupCsv
{
    private static readonly CsvReaderOptions Format = new()
    {
        TrackLineNumbers = true,
        TrimWhitespace = true,

        // A quote that is never closed spoils its own line and not the rest of the file.
        AllowLineBreaksInQuotes = false,
        MaxRecordSize = 64 * 1024,
    };

    /// <exception cref="CsvFormatException">A column is missing, or a line is far too long; nothing can be read from there on.</exception>
    public static async IAsyncEnumerable<NewUser> ReadAsync(
        Stream body, Action<long, string> reject, [EnumeratorCancellation] CancellationToken ct)
    {
        await using var csv = CsvReader.Create(body, Format, leaveOpen: true);
        await csv.ReadHeaderAsync(ct);
        if (!csv.TryGetFieldIndex("email", out var email) || !csv.TryGetFieldIndex("name", out var name))
        {
            throw new CsvFormatException("The first line must name the columns: email,name");
        }

        while (await csv.ReadAsync(ct))
        {
            if (NewUser.TryCreate(csv.GetString(email), csv.GetString(name), out var user, out var problem))
            {
                yield return user;
            }
            else
            {
                reject(csv.LineNumber, problem);
            }
        }
    }
}
