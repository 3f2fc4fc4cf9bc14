using Microsoft.CodeAnalysis;
using Ostinato.Generators.Tests.Support;

namespace Ostinato.Generators.Tests.Generation;

/// <summary>Half-written code is the normal case for a generator and its analyzers.</summary>
public sealed class RobustnessTests
{
    [Theory]
    [InlineData("[Job] public sealed record A;")]
    [InlineData("[Job(null!)] public sealed record A;")]
    [InlineData("[Job(1)] public sealed record A;")]
    [InlineData("[Job(\"a\", Timeout = 5, Queue = null, Priority = \"x\", JsonContext = null)] public sealed record A;")]
    [InlineData("[Job(\"a\", JsonContext = typeof(Missing))] public sealed record A;")]
    [InlineData("[Job(\"a\"), Unique(Key = null), Retry] public sealed record A(Missing B, List<Missing> C, int);")]
    [InlineData("[Job(\"a\"), Unique(Key = \"{\")] public sealed record A(A B) : A, IJobResult<>;")]
    [InlineData("[Job(\"a\")] public sealed class A { public A B { get; set; } public int this[int i] => i; public ref int C => ref _c; }")]
    [InlineData("[Job(\"a\")] public static class A;")]
    [InlineData("[Job(\"a\")] public ref struct A { public Span<int> B { get; set; } }")]
    [InlineData("[Job(\"a\")] public interface A; [Job(\"b\")] public enum B;")]
    [InlineData("public sealed class H : IJobHandler<Missing>, IJobHandler<>, IJobHandler, IJobHandler<int, Missing>;")]
    [InlineData("class H : IJobHandler<string> { public async void HandleAsync(string a, JobContext b, CancellationToken c) }")]
    [InlineData("public sealed class H<T> : IJobHandler<T>, IJobHandler<List<T>>, IJobHandler<dynamic>, IJobHandler<int*>;")]
    [InlineData("class A : B; class B : A, IJobHandler<A>; [Job(\"c\")] record C : D; record D : C;")]
    [InlineData("[JsonConverter(typeof(X<>))] class X<T>; [Job(\"a\")] record A([property: JsonConverter(null)] int B, X<int> C);")]
    public async Task Broken_code_breaks_neither_generator_nor_analyzers(string source)
    {
        var compilation = Sources.Compile(source);

        var run = Sources.Driver().RunGenerators(compilation).GetRunResult().Results.Single();
        var diagnostics = await Analysis.Diagnose(compilation);

        run.Exception.ShouldBeNull();
        run.GeneratedSources.ShouldContain(file => file.HintName == "Ostinato.Jobs.g.cs");
        diagnostics.ShouldAllBe(diagnostic => diagnostic.Id.StartsWith("OST"));
    }

    [Theory]
    [InlineData("Billing", "AddBillingJobs")]
    [InlineData("Contoso.Billing-Jobs", "AddContosoBillingJobs")]
    [InlineData("my_app.core", "AddMy_appCoreJobs")]
    [InlineData("Jobs", "AddJobsJobs")]
    [InlineData("2fast", "Add2fastJobs")]
    [InlineData("Žuvis", "AddŽuvisJobs")]
    [InlineData("---", "AddAssemblyJobs")]
    public void The_public_method_is_named_after_the_assembly(string assemblyName, string method)
    {
        var compilation = Sources.CompileAs(assemblyName, "[assembly: JobContracts] [Job(\"a\")] public sealed record A;");

        Sources.ShouldCompileWithGenerated(compilation).GetSymbolsWithName(method, SymbolFilter.Member).ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData("public sealed record _2FA(int UserId);")]
    [InlineData("public sealed record __(int UserId);")]
    [InlineData("public sealed record A(Box<int> Box); public sealed class Box<@class> { public @class? Value { get; init; } }")]
    [InlineData("public sealed record A(Box<@class> Box); public sealed record @class; public sealed record Box<T>(T @event);")]
    [InlineData("public sealed record A(@ref<B>.@in<int> Box); public sealed record B;"
        + "public static class @ref<@out> where @out : class, new() { public sealed class @in<@is> where @is : struct"
        + " { public required @is Is { get; init; } public @out? Out { get; init; } } }")]
    public void A_payload_may_have_any_name_of_the_language(string source) =>
        Sources.ShouldCompileWithGenerated(Sources.Compile("[assembly: JobContracts] [Job(\"a\")] " + source));

    [Fact]
    public void Types_with_the_names_of_ours_do_no_harm()
    {
        var compilation = Sources.Compile("""
            namespace System { public sealed record Mine(int A); }

            namespace Shop
            {
                public sealed record Type(int A);
                public sealed record Unsafe(int A);
                public sealed record Json(int A);
                public sealed record JsonTypeInfo(int A);
                public sealed record Options(Json Json, System.Type Type);
                public sealed record JsonMetadataServices(int A);
                public static class System { public sealed record Type(int A); }

                [Job("a")]
                public sealed record TimeSpan(Type A, Unsafe B, Json C, JsonTypeInfo D, Options E, JsonMetadataServices F, System.Type G);

                public sealed class Handler : IJobHandler<TimeSpan>
                {
                    public Task HandleAsync(TimeSpan job, JobContext context, CancellationToken ct) => Task.CompletedTask;
                }
            }
            """);

        Sources.ShouldCompileWithGenerated(compilation);
    }

    [Theory]
    [InlineData("JsonSerializable(typeof(A))", "private")]
    [InlineData("JsonSerializable(typeof(int))", "internal")]
    public void A_job_whose_context_is_refused_is_left_out(string listed, string access)
    {
        var compilation = Sources.Compile($$"""
            [Job("a", JsonContext = typeof(Json))]
            public sealed record A(object Anything) : IJobResult<int>
            {
                [JsonSerializable(typeof(int)), {{listed}}]
                {{access}} sealed class Json() : JsonSerializerContext(null)
                {
                    public static Json Default { get; } = new();

                    protected override JsonSerializerOptions? GeneratedSerializerOptions => null;

                    public override System.Text.Json.Serialization.Metadata.JsonTypeInfo? GetTypeInfo(Type type) => null;
                }
            }

            public sealed class Handler : IJobHandler<A, int>
            {
                public Task<int> HandleAsync(A job, JobContext context, CancellationToken ct) => Task.FromResult(1);
            }
            """);

        Sources.ShouldCompileWithGenerated(compilation).SyntaxTrees.ShouldAllBe(tree => !tree.ToString().Contains("AddJob(new"));
    }

    [Fact]
    public void A_project_that_does_not_know_Ostinato_gets_no_jobs()
    {
        var compilation = Sources.Compile("public static class Nothing;");
        compilation = compilation.RemoveSyntaxTrees(compilation.SyntaxTrees[0])
            .WithReferences(compilation.References.Where(reference => Path.GetFileName(reference.Display) != "Ostinato.dll"));

        var files = Sources.Driver().RunGenerators(compilation).GetRunResult().Results.Single().GeneratedSources;

        files.ShouldNotContain(file => file.HintName.StartsWith("Ostinato"));
    }
}
