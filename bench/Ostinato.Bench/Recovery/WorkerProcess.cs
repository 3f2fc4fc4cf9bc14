using System.Globalization;
using Ostinato.Bench.Workloads;

namespace Ostinato.Bench.Recovery;

/// <summary>What a process does that was started to handle jobs: it says when it is ready, and stops when its input ends.</summary>
internal static class WorkerProcess
{
    public const string Role = "worker";

    public static async Task<int> RunAsync(Arguments arguments)
    {
        await using (var system = await JobSystem.StartAsync(arguments, arguments.Database!, works: true))
        {
            Console.Out.WriteLine("R");
            await Console.In.ReadToEndAsync();
            foreach (var delay in system.Delays.Milliseconds)
            {
                Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"D {delay:R}"));
            }
        }

        return 0;
    }
}
