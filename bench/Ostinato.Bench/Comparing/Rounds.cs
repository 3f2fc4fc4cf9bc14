using System.Text.Json.Nodes;
using Ostinato.Bench.Recovery;

namespace Ostinato.Bench.Comparing;

/// <summary>Runs workloads in turn, each in a process of its own, again and again, so that a machine that slows down slows all.</summary>
internal sealed class Rounds(Report report, int count)
{
    /// <summary>Runs command lines in turn.</summary>
    public async Task<Sample[]> RunAsync(params string[] lines)
    {
        Sample[] samples = [.. lines.Select(_ => new Sample())];
        for (var round = 0; round < count; round++)
        {
            for (var index = 0; index < lines.Length; index++)
            {
                await RunAsync(lines[index], samples[index]);
            }
        }

        return samples;
    }

    /// <summary>Runs a command line a single time.</summary>
    public async Task<Sample> OnceAsync(string line)
    {
        var sample = new Sample();
        await RunAsync(line, sample);
        return sample;
    }

    // What printed nothing or is void is shown, and is no figure.
    private async Task RunAsync(string line, Sample sample)
    {
        using var process = SelfProcess.Start([.. line.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--json"]);
        process.StandardInput.Close();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        var figure = output.Length == 0
            ? new JsonObject { ["workload"] = line, ["void"] = "it printed nothing" }
            : (JsonObject)JsonNode.Parse(output)!;
        report.Add(figure);
        if (!figure.ContainsKey("void"))
        {
            sample.Add(figure);
        }
    }
}
