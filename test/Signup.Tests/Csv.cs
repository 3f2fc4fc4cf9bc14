namespace Signup.Tests;

/// <summary>Files to import.</summary>
internal static class Csv
{
    /// <summary>That many users, user1@example.com and so on.</summary>
    public static string Of(int users) => string.Concat(Enumerable.Range(1, users).Select(n => $"user{n}@example.com,User {n}\n").Prepend("email,name\n"));
}
