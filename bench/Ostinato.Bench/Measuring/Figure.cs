using System.Text.Json.Nodes;
using Ostinato.Bench.Peers;
using Ostinato.Bench.Servers;

namespace Ostinato.Bench.Measuring;

/// <summary>What one run of a workload measured: named values, in the order in which they are printed.</summary>
internal sealed class Figure
{
    private readonly List<KeyValuePair<string, JsonNode?>> _values = [];

    private double? _flushMilliseconds;

    private Figure()
    {
    }

    public IReadOnlyList<KeyValuePair<string, JsonNode?>> Values =>
        _flushMilliseconds is { } flush ? [.. _values, new("disk_flush_ms", Rounded(flush))] : _values;

    /// <summary>Whether something was wrong, so that the numbers mean nothing.</summary>
    public bool IsVoid => _values.Exists(value => value.Key == "void");

    public static Figure Of(Arguments arguments, Scratch scratch)
    {
        var figure = Of(arguments);
        figure._flushMilliseconds = arguments.Store == "memory" ? null : scratch.FlushMilliseconds;
        return figure;
    }

    /// <summary>A figure of what needs no store.</summary>
    public static Figure Of(Arguments arguments) => new Figure()
        .With("system", arguments.IsFloor ? "floor" : Peer.All.Contains(arguments.Store) ? arguments.Store : "ostinato")
        .With("store", arguments.Store)
        .With("workload", arguments.Workload);

    /// <summary>What another program measured, name by name.</summary>
    public Figure With(JsonObject values)
    {
        foreach (var (name, value) in values)
        {
            _ = value is JsonValue number && number.TryGetValue<double>(out var fraction)
                ? name == "jobs_s" ? With(name, (long)fraction) : With(name, fraction)
                : With(name, value?.ToString() ?? "");
        }

        return this;
    }

    public Figure With(string name, string value)
    {
        _values.Add(new(name, value));
        return this;
    }

    public Figure With(string name, long value)
    {
        _values.Add(new(name, value));
        return this;
    }

    public Figure With(string name, double value)
    {
        _values.Add(new(name, Rounded(value)));
        return this;
    }

    /// <summary>A rate and the costs of each job.</summary>
    public Figure With(int jobs, in Usage usage) => With("jobs", jobs)
        .With("jobs_s", (long)(jobs / usage.Elapsed.TotalSeconds))
        .With(jobs, usage.Database, usage.Server)
        .With("statements_per_job", (double)usage.Database.Statements / jobs)
        .With("alloc_bytes_per_job", usage.AllocatedBytes / jobs)
        .With(jobs, usage.Server)
        .With("cpu_client_s", usage.Cpu.TotalSeconds)
        .With("cpu_us_per_job", (usage.Cpu + (usage.Server?.Counts.Cpu ?? default)).TotalMicroseconds / jobs)
        .With("elapsed_s", usage.Elapsed.TotalSeconds)
        .With("peak_memory_bytes", Usage.PeakMemory);

    // A server counts its commits itself.
    private Figure With(int jobs, DatabaseCounts database, ServerUsage? server) => server is null
        ? With("commits_per_job", (double)database.Commits / jobs).With("flushes_per_job", (double)database.Flushes / jobs)
        : With("commits_per_job", (double)server.Counts.Commits / jobs)
            .With("trips_per_job", (double)database.Commits / jobs)
            .With("ready_pages_per_trip", (double)server.Counts.ReadyPages / Math.Max(1, database.Commits));

    /// <summary>What each job cost the server, for a run that has one.</summary>
    public Figure With(int jobs, ServerUsage? server) => server is null
        ? this
        : With("wal_bytes_per_job", (double)server.Counts.WalBytes / jobs)
            .With("wal_full_page_bytes_per_job", (double)(server.FullPageBytes ?? 0) / jobs)
            .With("dead_rows_per_job", (double)server.Counts.Versions / jobs)
            .With("connections_max", server.Sessions.Connections)
            .With("cpu_server_s", server.Counts.Cpu.TotalSeconds);

    /// <summary>Says that the numbers mean nothing, and why.</summary>
    public Figure Void(string reason) => With("void", reason);

    public Figure VoidWhen(bool isVoid, string reason) => isVoid ? Void(reason) : this;

    private static double Rounded(double value) =>
        value == 0 || !double.IsFinite(value) ? 0 : Math.Round(value, Math.Clamp(3 - (int)Math.Floor(Math.Log10(Math.Abs(value))), 0, 15));
}
