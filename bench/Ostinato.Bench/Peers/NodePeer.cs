using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Npgsql;
using Ostinato.Bench.Measuring;
using Ostinato.Bench.Workloads;

namespace Ostinato.Bench.Peers;

/// <summary>A workload of a job system for Node, in a process of its own; bench/peers has the other side.</summary>
internal sealed class NodePeer : IWorkload
{
    public async Task<Figure> RunAsync(Arguments arguments)
    {
        var jobs = arguments.Jobs ?? DefaultJobs(arguments.Workload);
        await using var scratch = await Scratch.OpenAsync(arguments);
        using var node = Start(arguments, jobs, scratch);
        if (await node.StandardOutput.ReadLineAsync() != "R")
        {
            throw new InvalidOperationException($"{arguments.Store} ended before it was ready; `./build.sh bench peers` installs it.");
        }

        await using var snapshot = arguments.Workload == "snapshot" ? await OldSnapshot.HoldAsync(scratch) : null;
        await scratch.Census!.StartAsync(touch: null);
        await node.StandardInput.WriteLineAsync();
        await node.StandardInput.FlushAsync();
        var line = await node.StandardOutput.ReadLineAsync();
        var server = await scratch.Census.ReadAsync(() => EndAsync(node));
        var result = (JsonObject?)JsonNode.Parse(line ?? "null")
            ?? throw new InvalidOperationException($"{arguments.Store} printed nothing.");
        var figure = Figure.Of(arguments, scratch).With("jobs", jobs).With(result).With(jobs, server);
        return result["cpu_client_s"]?.GetValue<double>() is { } client
            ? figure.With("cpu_us_per_job", (client + server.Counts.Cpu.TotalSeconds) / jobs * 1_000_000)
            : figure;
    }

    private static int DefaultJobs(string workload) => workload switch
    {
        "latency" => 1_000,
        "enqueue-each" => 10_000,
        _ => 100_000,
    };

    private static Process Start(Arguments arguments, int jobs, Scratch scratch)
    {
        string[] words =
        [
            Path.Combine(Folder(), "main.mjs"), arguments.Store, arguments.Workload, jobs.ToString(CultureInfo.InvariantCulture),
            arguments.Callers.ToString(CultureInfo.InvariantCulture), Url(scratch),
        ];
        return Process.Start(new ProcessStartInfo("node", words) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
    }

    // Sessions tell what they have counted when they end.
    private static async Task EndAsync(Process node)
    {
        node.StandardInput.Close();
        await node.WaitForExitAsync();
    }

    private static string Url(Scratch scratch)
    {
        var settings = new NpgsqlConnectionStringBuilder(scratch.Database);
        var user = Uri.EscapeDataString(settings.Username ?? "postgres");
        var password = settings.Password is { Length: > 0 } secret ? ":" + Uri.EscapeDataString(secret) : "";
        return $"postgres://{user}{password}@{settings.Host}:{settings.Port}/{settings.Database}";
    }

    private static string Folder()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (Directory.Exists(Path.Combine(folder.FullName, "bench", "peers")))
            {
                return Path.Combine(folder.FullName, "bench", "peers");
            }
        }

        throw new DirectoryNotFoundException($"No folder above {AppContext.BaseDirectory} holds bench/peers.");
    }
}
