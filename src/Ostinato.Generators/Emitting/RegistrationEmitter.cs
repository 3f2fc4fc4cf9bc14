using System.Globalization;

namespace Ostinato.Generators;

/// <summary>Writes <c>AddJobs()</c> and its public twin.</summary>
internal static class RegistrationEmitter
{
    public static string Emit(AssemblyModel assembly)
    {
        var writer = new SourceWriter();
        writer.Open("namespace Ostinato");
        writer.Line("using global::System;");
        writer.Line();
        writer.Line("/// <summary>The jobs of this assembly.</summary>");
        writer.Line("[global::Microsoft.CodeAnalysis.Embedded]");
        writer.Line(SourceWriter.GeneratedCode);
        writer.Open("internal static class GeneratedJobs");
        EmitAddJobs(assembly, writer);
        writer.Close();
        if (assembly.Jobs.Count + assembly.Handlers.Count > 0)
        {
            writer.Line();
            EmitPublicTwin(assembly, writer);
        }

        writer.Close();
        return writer.ToString();
    }

    private static void EmitAddJobs(AssemblyModel assembly, SourceWriter writer)
    {
        writer.Line("/// <summary>Registers every job and every handler of this assembly.</summary>");
        writer.Open($"internal static OstinatoBuilder AddJobs(this OstinatoBuilder builder)");
        writer.Line("ArgumentNullException.ThrowIfNull(builder);");
        foreach (var job in assembly.Jobs)
        {
            EmitJob(job, assembly.ResultOf(job), writer);
        }

        foreach (var handler in assembly.Handlers)
        {
            foreach (var handled in handler.Handled)
            {
                var result = handled.Returns is null ? "" : $"{handled.Returns}, ";
                writer.Line($"builder.AddHandler(JobHandlerBinding.Of<{handled.Payload}, {result}{handler.Type}>());");
            }
        }

        writer.Line("return builder;");
        writer.Close();
    }

    private static void EmitJob(JobModel job, ResultModel? result, SourceWriter writer)
    {
        var name = TypeText.Literal(job.WireName);
        var head = $"builder.AddJob(new JobDefinition<{job.Type}>({name}, {JsonOf(job.Type, job.JsonContext)})";
        var members = MembersOf(job, result).ToList();
        if (members.Count == 0)
        {
            writer.Line(head + ");");
            return;
        }

        writer.Open(head);
        foreach (var member in members)
        {
            writer.Line(member + ",");
        }

        writer.Close(");");
    }

    private static IEnumerable<string> MembersOf(JobModel job, ResultModel? result)
    {
        var members = new (string Name, string? Value)[]
        {
            ("Aliases", job.Aliases.Count == 0 ? null : $"new[] {{ {string.Join(", ", job.Aliases.Select(TypeText.Literal))} }}"),
            ("Version", job.Version?.ToString(CultureInfo.InvariantCulture)),
            ("OldestVersion", job.OldestVersion?.ToString(CultureInfo.InvariantCulture)),
            ("Upcasters", job.Upcasters.Count == 0 ? null : $"new[] {{ {string.Join(", ", job.Upcasters.Select(Upcaster))} }}"),
            ("Queue", job.Queue is null ? null : TypeText.Literal(job.Queue)),
            ("Priority", job.Priority?.ToString(CultureInfo.InvariantCulture)),
            ("MaxAttempts", job.MaxAttempts?.ToString(CultureInfo.InvariantCulture)),
            ("Timeout", job.TimeoutTicks is { } ticks ? Duration(ticks) : null),
            ("Deadline", job.DeadlineTicks is { } span ? Duration(span) : null),
            ("StopAtDeadline", job.StopsAtDeadline ? "true" : null),
            ("KeepFor", job.KeepForTicks is { } keep ? Duration(keep) : null),
            ("Backoff", job.Backoff is { } backoff ? Backoff(backoff) : null),
            ("Unique", job.Unique is { } unique ? Rule(unique) : null),
            ("UniqueKey", job.Unique?.Key is { } key ? $"static payload => {key}" : null),
            ("Result", result is null ? null : JsonOf(result.Type, result.JsonContext)),
            ("Checkpoint", job.Checkpoint is { } checkpoint ? JsonOf(checkpoint.Type, checkpoint.JsonContext) : null),
        };
        return members.Where(member => member.Value is not null).Select(member => $"{member.Name} = {member.Value}");
    }

    private static string JsonOf(string type, string? context) => context is null
        ? $"GeneratedJobJson.Of<{type}>()"
        : $"JobJson.From<{type}>({context}.Default)";

    private static string Upcaster(UpcasterModel upcaster) => FormattableString.Invariant(
        $"JobUpcaster.From({upcaster.Version}, {upcaster.Method}, {TypeText.Literal(upcaster.Name)})");

    private static string Duration(long ticks) => $"TimeSpan.FromTicks({ticks}L)";

    private static string Backoff(BackoffModel backoff) => backoff.Shape == "Constant"
        ? $"Backoff.Constant({Duration(backoff.InitialTicks)}, {backoff.Jitter})"
        : $"Backoff.{backoff.Shape}({Duration(backoff.InitialTicks)}, {Duration(backoff.MaxTicks)}, {backoff.Jitter})";

    private static string Rule(UniqueModel unique)
    {
        var states = unique.While is { } value ? $"(JobStates)({value})" : "JobStates.Incomplete";
        var replace = unique.Replace is { } what ? $" {{ Replace = (UniqueReplace)({what}) }}" : "";
        return $"new UniqueRule({states}{(unique.ForTicks is { } ticks ? $", {Duration(ticks)}" : "")}){replace}";
    }

    private static void EmitPublicTwin(AssemblyModel assembly, SourceWriter writer)
    {
        writer.Line("/// <summary>The jobs of this assembly, for the applications that run or enqueue them.</summary>");
        writer.Line(SourceWriter.GeneratedCode);
        writer.Open($"public static class Generated{assembly.Name}");
        writer.Line("/// <summary>Registers every job and every handler of this assembly.</summary>");
        writer.Line($"public static OstinatoBuilder Add{assembly.Name}(this OstinatoBuilder builder) =>");
        writer.Continue("GeneratedJobs.AddJobs(builder);");
        writer.Close();
    }
}
