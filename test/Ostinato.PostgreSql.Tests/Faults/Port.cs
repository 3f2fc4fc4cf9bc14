using System.Text;
using Ostinato.Storage;

namespace Ostinato.PostgreSql.Tests.Faults;

/// <summary>The shortest ways to use the port.</summary>
internal static class Port
{
    private static readonly ProcessDescription Someone = new("host", 1, new Dictionary<string, int> { ["default"] = 10 }, ["work"]);

    public static NewJob Job(int number) => new()
    {
        Name = "work",
        Queue = "default",
        Priority = 5,
        Payload = Encoding.UTF8.GetBytes($"{{\"number\":{number}}}"),
    };

    public static NewJob Unique(byte key) => Job(key) with
    {
        Unique = new UniqueClaim(Enumerable.Repeat(key, 32).ToArray(), JobStates.Available | JobStates.Executing, For: null),
    };

    public static async Task<ProcessIdentity> JoinAsync(this PostgreSqlJobStore store) =>
        await store.Processes.JoinAsync(Someone, earlier: null, CancellationToken.None);

    public static async Task<ProcessIdentity> JoinAgainAsync(this PostgreSqlJobStore store, ProcessIdentity earlier) =>
        await store.Processes.JoinAsync(Someone, earlier, CancellationToken.None);

    public static async Task<IReadOnlyList<ClaimedJob>> ClaimAsync(this PostgreSqlJobStore store, ProcessIdentity process, int limit) =>
        (await store.ExchangeAsync(process, [], limit)).Claimed;

    public static async Task<ExchangeResult> ExchangeAsync(
        this PostgreSqlJobStore store, ProcessIdentity process, IEnumerable<ClaimedJob> completed, int limit) =>
        await store.Exchange.ExchangeAsync(
            new ExchangeRequest(
                process,
                [.. completed.Select(job => new Acknowledgement(job, AttemptEnd.Completed, TimeSpan.FromMilliseconds(1)))],
                [new ClaimRequest("default", limit)]),
            CancellationToken.None);
}
