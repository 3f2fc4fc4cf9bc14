using System.Diagnostics;
using System.Globalization;
using Ostinato.Bench.Jobs;
using Ostinato.Bench.Measuring;
using Ostinato.Bench.Recovery;

namespace Ostinato.Bench.Workloads;

/// <summary>Many stores in several processes claim from one queue at once: who waits for whose lock.</summary>
internal sealed class Contend(bool isAlone = false) : IWorkload
{
    private const int DefaultProcesses = 8;

    public async Task<Figure> RunAsync(Arguments arguments)
    {
        var jobs = arguments.Jobs ?? 200_000;
        var processes = arguments.Processes == 1 ? DefaultProcesses : arguments.Processes;
        await using var scratch = await Scratch.OpenAsync(arguments);
        await using var system = await JobSystem.StartAsync(arguments, scratch.Database, works: false);
        await system.Jobs.EnqueueManyAsync(Enumerable.Range(0, jobs).Select(number => new NoOp(number)));
        if (isAlone)
        {
            await ReadyAlone.SplitAsync(scratch);
        }

        var claimers = await StartAsync(arguments, scratch, processes);
        var meter = await system.MeterAsync(scratch);
        var startedAt = Stopwatch.GetTimestamp();
        claimers.ForEach(process => process.StandardInput.Close());
        var answers = await Task.WhenAll(claimers.Select(process => process.StandardOutput.ReadToEndAsync()));
        var usage = await meter.ReadAsync();
        claimers.ForEach(process => process.Dispose());

        double[][] numbers = [.. answers.Select(answer =>
            answer.Trim().Split(' ').Select(number => double.Parse(number, CultureInfo.InvariantCulture)).ToArray())];
        var claimed = (long)numbers.Sum(one => one[0]);
        var elapsed = Stopwatch.GetElapsedTime(startedAt, (long)numbers.Max(one => one[2]));
        var sessions = usage.Server!.Sessions;
        return Figure.Of(arguments, scratch)
            .With(jobs, usage with { Elapsed = elapsed })
            .With("processes", processes)
            .With("claimers", arguments.Claimers)
            .With("claims_without_jobs", (long)numbers.Sum(one => one[1]))
            .With("longest_exchange_ms", numbers.Max(one => one[3]))
            .With("session_looks", sessions.Looks)
            .With("lock_waits_seen", sessions.LockWaits)
            .With("longest_lock_wait_ms", sessions.LongestLockWaitMilliseconds)
            .VoidWhen(claimed != jobs, $"{claimed} of {jobs} jobs were claimed");
    }

    private static async Task<List<Process>> StartAsync(Arguments arguments, Scratch scratch, int processes)
    {
        var started = Enumerable.Range(0, processes)
            .Select(_ => SelfProcess.Start(
                ClaimerProcess.Role, "--store", arguments.Store, "--database", scratch.Database,
                "--claimers", (arguments.Claimers / processes).ToString(CultureInfo.InvariantCulture)))
            .ToList();
        foreach (var process in started)
        {
            if (await process.StandardOutput.ReadLineAsync() != "R")
            {
                throw new InvalidOperationException("A process of claimers ended before it was ready; see its error output.");
            }
        }

        return started;
    }
}
