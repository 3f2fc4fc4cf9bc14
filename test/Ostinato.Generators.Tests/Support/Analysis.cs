using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Ostinato.Generators.Tests.Support;

/// <summary>Runs every analyzer over marked source text.</summary>
internal static class Analysis
{
    public static DiagnosticAnalyzer[] Analyzers { get; } =
    [
        new PayloadAnalyzer(), new JsonAnalyzer(), new RegistryAnalyzer(), new WireNameAnalyzer(), new HandlerBodyAnalyzer(),
        new ScheduleAnalyzer(), new VersionAnalyzer(), new PrivacyAnalyzer(),
    ];

    public static Task<IReadOnlyList<Diagnostic>> Diagnose(string source) => Diagnose(Sources.Compile(source));

    public static async Task<IReadOnlyList<Diagnostic>> Diagnose(Compilation compilation)
    {
        var options = new CompilationWithAnalyzersOptions(
            new AnalyzerOptions([]), onAnalyzerException: null, concurrentAnalysis: false, logAnalyzerExecutionTime: false);
        var found = await new CompilationWithAnalyzers(compilation, [.. Analyzers], options).GetAnalyzerDiagnosticsAsync();
        return [.. found.OrderBy(diagnostic => diagnostic.Location.SourceSpan.Start).ThenBy(diagnostic => diagnostic.Id)];
    }

    /// <summary>The marked diagnostics are reported where they are marked, and no others.</summary>
    /// <returns>Their messages, in the order of the text.</returns>
    public static async Task<IReadOnlyList<string>> ShouldReport(this string marked, params MetadataReference[] references)
    {
        var markup = Markup.Parse(marked);
        var compilation = Sources.Compile(markup.Source).AddReferences(references);
        compilation.GetDiagnostics().Where(diagnostic => diagnostic.Severity is DiagnosticSeverity.Error && diagnostic.Id != "CS0534")
            .ShouldBeEmpty("The source of a test must compile.");

        var found = await Diagnose(compilation);

        found.Select(diagnostic => (diagnostic.Id, TextOf(diagnostic, markup.Source), diagnostic.Location.SourceSpan.Start))
            .ShouldBe(markup.Expected, ignoreOrder: true);
        return [.. found.Select(diagnostic => diagnostic.GetMessage(CultureInfo.InvariantCulture))];
    }

    public static Task ShouldReportNothing(this string source, params MetadataReference[] references) => ShouldReport(source, references);

    private static string TextOf(Diagnostic diagnostic, string source) =>
        diagnostic.Location.IsInSource ? source.Substring(diagnostic.Location.SourceSpan.Start, diagnostic.Location.SourceSpan.Length) : "";
}
