using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Ostinato.Chaos.Worker;
using Ostinato.Storage;

namespace Ostinato.Chaos.TwoBuilds;

/// <summary>Two builds of one sample work side by side on jobs that both have stored, as in a deployment that takes its time.</summary>
internal static class Deployment
{
    private const int JobsOfEach = 300;

    public static async Task JudgeAsync(ChaosStore store, CancellationToken ct)
    {
        var folder = Directory.CreateTempSubdirectory("ostinato-builds-").FullName;
        await using var services = new ServiceCollection().AddOstinato(store.AddTo).BuildServiceProvider();
        var jobs = services.GetRequiredService<IJobStore>();
        await services.GetRequiredService<IJobClient>().OpenAsync(ct);
        using var old = Start("Old", 1);
        await old.ReadyAsync(ct);
        using var renewed = Start("New", 2);
        await renewed.ReadyAsync(ct);

        for (var first = 0; first < JobsOfEach; first += 50)
        {
            await jobs.Inserter.InsertAsync(
                [.. Enumerable.Range(first, 50).SelectMany(number => new[] { OfVersion1(number), OfVersion2(JobsOfEach + number) })], null, ct);
        }

        await Until.TrueAsync(
            async () => await CompletedAsync(jobs, ct) == 2 * JobsOfEach,
            "every job of both versions is completed",
            TimeSpan.FromMinutes(2),
            ct,
            async () => $"{await CompletedAsync(jobs, ct)} are.\n{old.Output}\n{renewed.Output}");
        (await old.StopAsync(ct), await renewed.StopAsync(ct)).ShouldBe((0, 0));
        Judge(LedgerReader.Read(old), LedgerReader.Read(renewed));
        Directory.Delete(folder, recursive: true);

        WorkerProcess Start(string build, int number) => new(
            new WorkerArguments(store.Name, store.WorkerConnection, Path.Combine(folder, build), 10, BeatsQuickly: false),
            number,
            $"Ostinato.TwoBuilds.{build}");
    }

    private static void Judge(List<LedgerLine> old, List<LedgerLine> renewed)
    {
        var ran = old.Concat(renewed).Where(line => line.What != "set-aside").ToList();
        ran.Select(line => line.Number).Order().ShouldBe(Enumerable.Range(0, 2 * JobsOfEach), "each job ran once");
        ran.ShouldAllBe(line => line.Attempt == 1);
        old.Select(line => line.What).Distinct().ShouldBeSubsetOf(["old-1", "set-aside"]);
        renewed.Where(line => line.Number >= JobsOfEach).ShouldAllBe(line => line.What == "new-2-red");
        renewed.Where(line => line.Number < JobsOfEach).ShouldAllBe(line => line.What == "new-1-black");
        renewed.Count(line => line.Number >= JobsOfEach).ShouldBe(JobsOfEach);

        // What is set aside may be set aside again after it came back, but it does not go round and round.
        var aside = old.Count(line => line.What == "set-aside");
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"The old build set newer jobs aside {aside} times, {(double)aside / JobsOfEach:N2} times each, and ran {old.Count - aside}.");
        aside.ShouldBeLessThan(5 * JobsOfEach);
    }

    private static async Task<long> CompletedAsync(IJobStore store, CancellationToken ct) =>
        (await store.Query.QueuesAsync(JobStates.Completed, ct)).Sum(queue => queue.Counts.GetValueOrDefault(JobState.Completed));

    private static NewJob OfVersion1(int number) => Job("draw", $$"""{"number":{{number}}}""");

    private static NewJob OfVersion2(int number) => Job("draw@2", $$"""{"page":{{number}},"color":"red"}""");

    private static NewJob Job(string name, string payload) => new()
    {
        Name = name,
        Queue = JobDefaults.Queue,
        Priority = JobDefaults.Priority,
        Payload = Encoding.UTF8.GetBytes(payload),
    };
}
