using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Ostinato.Generators.Tests.Support;

namespace Ostinato.Generators.Tests.Generation;

/// <summary>The generator runs at every key press; it must see when nothing that matters to it has changed.</summary>
public sealed class CacheTests
{
    private const string Jobs = """
        [Job("welcome-email", Queue = "mail"), Retry(BackoffShape.Linear), Unique(Key = "{UserId}")]
        public sealed record WelcomeEmail(int UserId, List<Item> Items) : IJobResult<int>;

        public sealed class Item
        {
            public string Name { get; init; } = "";
        }

        public sealed class Handler : IJobHandler<WelcomeEmail, int>
        {
            public Task<int> HandleAsync(WelcomeEmail job, JobContext context, CancellationToken ct) => Task.FromResult(1);
        }
        """;

    private const string Elsewhere = "public static class Elsewhere;";

    private static readonly string[] EveryStep =
        [JobGenerator.JobsStep, JobGenerator.HandlersStep, JobGenerator.AssemblyStep, JobGenerator.JsonStep];

    [Fact]
    public void Nothing_is_done_twice_for_the_same_compilation() => Reasons(RunTwice(compilation => compilation.Clone()))
        .ShouldAllBe(reason => reason == IncrementalStepRunReason.Cached || reason == IncrementalStepRunReason.Unchanged);

    [Fact]
    public void Nothing_is_emitted_anew_when_another_file_changes()
    {
        var run = RunTwice(compilation => Replace(compilation, Elsewhere, "public static class Elsewhere { public static int X => 1; }"));

        Reasons(run).ShouldAllBe(reason => reason == IncrementalStepRunReason.Cached || reason == IncrementalStepRunReason.Unchanged);
        Outputs(run).ShouldAllBe(reason => reason == IncrementalStepRunReason.Cached);
    }

    [Fact]
    public void Nothing_is_emitted_anew_when_the_body_of_a_handler_changes()
    {
        var run = RunTwice(compilation => Edit(compilation, "FromResult(1)", "FromResult(2)"));

        Reasons(run).ShouldAllBe(reason => reason == IncrementalStepRunReason.Cached || reason == IncrementalStepRunReason.Unchanged);
        Outputs(run).ShouldAllBe(reason => reason == IncrementalStepRunReason.Cached);
    }

    [Fact]
    public void A_new_queue_leaves_the_json_metadata_alone()
    {
        var run = RunTwice(compilation => Edit(compilation, "\"mail\"", "\"post\""));

        run.TrackedSteps[JobGenerator.AssemblyStep].Single().Outputs.Single().Reason.ShouldBe(IncrementalStepRunReason.Modified);
        run.TrackedSteps[JobGenerator.JsonStep].Single().Outputs.Single().Reason.ShouldBe(IncrementalStepRunReason.Unchanged);
    }

    [Fact]
    public void A_new_property_is_seen()
    {
        var run = RunTwice(compilation => Edit(compilation, "{ get; init; }", "{ get; set; }"));

        run.TrackedSteps[JobGenerator.JsonStep].Single().Outputs.Single().Reason.ShouldBe(IncrementalStepRunReason.Modified);
    }

    [Fact]
    public void No_step_holds_on_to_the_compilation()
    {
        var held = RunTwice(compilation => compilation.Clone()).TrackedSteps
            .Where(step => EveryStep.Contains(step.Key))
            .SelectMany(step => step.Value)
            .SelectMany(step => step.Outputs)
            .SelectMany(output => Everything.In(output.Value));

        held.Where(value => value is ISymbol or SyntaxNode or Compilation or Location or SemanticModel).ShouldBeEmpty();
    }

    private static GeneratorRunResult RunTwice(Func<CSharpCompilation, Compilation> change)
    {
        var compilation = Sources.Compile(Jobs, Elsewhere);
        return Sources.Driver()
            .RunGenerators(compilation)
            .RunGenerators(change(compilation))
            .GetRunResult().Results.Single();
    }

    private static Compilation Edit(CSharpCompilation compilation, string old, string changed) =>
        Replace(compilation, Jobs, Jobs.Replace(old, changed, StringComparison.Ordinal));

    private static Compilation Replace(CSharpCompilation compilation, string source, string changed)
    {
        var tree = compilation.SyntaxTrees.Single(tree => tree.ToString() == source);
        return compilation.ReplaceSyntaxTree(tree, Sources.Parse(changed, tree.FilePath));
    }

    private static IEnumerable<IncrementalStepRunReason> Reasons(GeneratorRunResult run) =>
        EveryStep.SelectMany(step => run.TrackedSteps[step]).SelectMany(step => step.Outputs).Select(output => output.Reason);

    private static IEnumerable<IncrementalStepRunReason> Outputs(GeneratorRunResult run) =>
        run.TrackedOutputSteps.SelectMany(step => step.Value).SelectMany(step => step.Outputs).Select(output => output.Reason);
}
