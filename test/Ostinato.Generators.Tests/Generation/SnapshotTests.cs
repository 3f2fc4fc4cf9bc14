using Ostinato.Generators.Tests.Support;

namespace Ostinato.Generators.Tests.Generation;

public sealed class SnapshotTests
{
    [Fact]
    public void A_job_with_a_handler() => GeneratedFor("""
        namespace Shop.Mail;

        [Job("welcome-email")]
        public sealed record WelcomeEmail(int UserId, string Locale = "en");

        internal sealed class WelcomeEmailHandler : IJobHandler<WelcomeEmail>
        {
            public Task HandleAsync(WelcomeEmail job, JobContext context, CancellationToken ct) => Task.CompletedTask;
        }
        """).ShouldMatchSnapshot();

    [Fact]
    public void Everything_an_attribute_can_say() => RegistrationFor("""
        namespace Shop;

        [Job("reindex", Version = 3, OldestVersion = 2, Queue = "search", Priority = 0, MaxAttempts = 3, Timeout = "00:02:00", Deadline = "00:10:00", StopAtDeadline = true, KeepFor = "90.00:00:00")]
        [JobAlias("rebuild-index"), JobAlias("search:reindex")]
        [Retry(BackoffShape.Linear, Initial = "00:00:05", Max = "01:00:00", Jitter = 0)]
        [Unique(Key = "{TenantId}/{region}: \"{{", While = JobStates.Any, For = "1.00:00:00", Replace = UniqueReplace.Payload | UniqueReplace.DueAt)]
        public sealed record Reindex(Guid TenantId, string Region)
        {
            [UpcastFrom(2)]
            internal static void @static(System.Text.Json.Nodes.JsonObject payload) => payload["region"] = "all";
        }
        """.Replace("{{", "")).ShouldMatchSnapshot();

    [Fact]
    public void Every_state_but_one() => RegistrationFor("""
        [Job("a")]
        [Unique(While = ~JobStates.Discarded)]
        public sealed record A;
        """).ShouldContain("new UniqueRule((JobStates)(-65))");

    [Fact]
    public void What_is_the_default_is_not_written() => RegistrationFor("""
        [Job("a")]
        [Retry(BackoffShape.Constant)]
        [Unique]
        public sealed record A;
        """).ShouldMatchSnapshot();

    [Fact]
    public void Results_and_outcomes() => GeneratedFor("""
        namespace Shop;

        [Job("render-pdf")]
        public sealed record RenderPdf(Guid Id) : IJobResult<PdfRef>;

        public sealed record PdfRef(Uri Address);

        [Job("count")]
        public sealed record Count;

        [Job("poll")]
        public sealed record Poll;

        public sealed class RenderPdfHandler : IJobHandler<RenderPdf, PdfRef>
        {
            public Task<PdfRef> HandleAsync(RenderPdf job, JobContext context, CancellationToken ct) => throw new IOException();
        }

        public sealed class Others : IJobHandler<Count, int>, IJobHandler<Poll, JobOutcome>
        {
            public Task<int> HandleAsync(Count job, JobContext context, CancellationToken ct) => Task.FromResult(1);

            public Task<JobOutcome> HandleAsync(Poll job, JobContext context, CancellationToken ct) => Task.FromResult(JobOutcome.Done);
        }
        """).ShouldMatchSnapshot();

    [Fact]
    public void Private_members() => GeneratedFor("""
        namespace Shop;

        [Job("pay")]
        public sealed record Pay([Encrypted] string Card, [property: Redacted] string Email);
        """).ShouldMatchSnapshot();

    [Fact]
    public void Properties_of_every_kind() => GeneratedFor("""
        namespace Shop;

        [Job("kinds")]
        public sealed class Kinds
        {
            public required string Required { get; init; }

            public int Settable { get; set; }

            public string Initial { get; init; } = "default";

            public string? @event { get; set; }

            public string Computed => Initial;

            [JsonPropertyName("other"), JsonPropertyOrder(-1), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
            public string? Named { get; set; }

            [JsonIgnore]
            public Stream? Ignored { get; set; }

            [JsonConverter(typeof(JsonStringEnumConverter<DayOfWeek>))]
            public DayOfWeek? Day { get; set; }
        }
        """).ShouldMatchSnapshot();

    [Fact]
    public void Structs_and_generic_types() => GeneratedFor("""
        namespace Shop;

        [Job("areas")]
        public readonly record struct Areas(Page<Area> Page);

        public struct Area
        {
            public double Width { get; init; }
        }

        public sealed class Page<TItem> where TItem : struct
        {
            public required TItem First { get; init; }
        }
        """).ShouldMatchSnapshot();

    [Fact]
    public void A_context_of_the_users_own() => RegistrationFor("""
        namespace Shop;

        [Job("upload", JsonContext = typeof(ShopJson))]
        public sealed record Upload(object Anything) : IJobResult<int>;

        [JsonSerializable(typeof(Upload))]
        public sealed partial class ShopJson : JsonSerializerContext
        {
            public ShopJson() : base(null) { }

            public static ShopJson Default { get; } = new();

            protected override JsonSerializerOptions? GeneratedSerializerOptions => null;

            public override System.Text.Json.Serialization.Metadata.JsonTypeInfo? GetTypeInfo(Type type) => null;
        }
        """).ShouldMatchSnapshot();

    [Fact]
    public void Checkpoints() => RegistrationFor("""
        namespace Shop;

        [Job("import")]
        public sealed record Import(int File) : IJobCheckpoint<Cursor>, IJobResult<int>;

        public sealed record Cursor(long Row);

        public sealed class ImportHandler : IJobHandler<Import, int>
        {
            public Task<int> HandleAsync(Import job, JobContext context, CancellationToken ct) => Task.FromResult(1);
        }
        """).ShouldMatchSnapshot();

    [Fact]
    public void A_handler_of_a_payload_that_lives_elsewhere() => RegistrationFor("""
        public sealed class Handler : IJobHandler<int[]>, IJobHandler<Version>
        {
            public Task HandleAsync(int[] job, JobContext context, CancellationToken ct) => Task.CompletedTask;

            public Task HandleAsync(Version job, JobContext context, CancellationToken ct) => Task.CompletedTask;
        }
        """).ShouldMatchSnapshot();

    [Fact]
    public void An_assembly_without_jobs() => GeneratedFor("public static class Nothing;").ShouldMatchSnapshot();

    private static string GeneratedFor(string source) =>
        string.Join("\n", FilesFor(source).Select(file => $"==== {file.Name}\n{file.Text}"));

    private static string RegistrationFor(string source) => FilesFor(source).Single(file => file.Name == "Ostinato.Jobs.g.cs").Text;

    private static IEnumerable<(string Name, string Text)> FilesFor(string source)
    {
        var compilation = Sources.Compile(source);
        Sources.ShouldCompileWithGenerated(compilation);
        var version = typeof(JobGenerator).Assembly.GetName().Version!.ToString();
        return Sources.Driver().RunGenerators(compilation).GetRunResult().Results.Single().GeneratedSources
            .Where(file => file.HintName.StartsWith("Ostinato.", StringComparison.Ordinal))
            .Select(file => (file.HintName, file.SourceText.ToString().Replace(version, "{version}")));
    }
}
