using Ostinato.Generators.Tests.Support;

namespace Ostinato.Generators.Tests.Diagnostics;

/// <summary>Versions of a payload, and the methods that lead from each to the next.</summary>
public sealed class VersionTests
{
    [Fact]
    public Task An_unbroken_chain_is_fine() => """
        using System.Text.Json.Nodes;

        [assembly: JobContracts]

        [Job("render", Version = 3)]
        public sealed record Render(int Dpi)
        {
            [UpcastFrom(1)]
            internal static void FromVersion1(JsonObject payload) => payload["dpi"] = 300;

            [UpcastFrom(2)]
            public static void FromVersion2(JsonObject payload) => payload.Rename("resolution", "dpi");
        }

        [Job("print", Version = 5, OldestVersion = 5)]
        public sealed record Print(int Copies);
        """.ShouldReportNothing();

    [Fact]
    public async Task A_missing_link_is_an_error() => (await """
        using System.Text.Json.Nodes;

        [assembly: JobContracts]

        [Job("render", Version = {|OST016:3|})]
        public sealed record Render(int Dpi)
        {
            [UpcastFrom(1)]
            internal static void FromVersion1(JsonObject payload) => payload["dpi"] = 300;
        }
        """.ShouldReport()).ShouldBe([
            "Render is of version 3 and has no upcaster from version 2. Write [UpcastFrom(2)] internal static void "
            + "FromVersion2(JsonObject payload) in it, or say OldestVersion = 3 where no job of version 2 is left.",
        ]);

    [Theory]
    [InlineData("internal void Up(JsonObject payload) { }", "is not static")]
    [InlineData("internal static void Up<T>(JsonObject payload) { }", "is generic")]
    [InlineData("internal static JsonObject Up(JsonObject payload) => payload;", "does not return void at once")]
    [InlineData("internal static async void Up(JsonObject payload) => await Task.Yield();", "does not return void at once")]
    [InlineData("internal static void Up(JsonNode payload) { }", "does not take one JsonObject")]
    [InlineData("internal static void Up(ref JsonObject payload) { }", "does not take one JsonObject")]
    [InlineData("internal static void Up(JsonObject payload, int dpi) { }", "does not take one JsonObject")]
    [InlineData("private static void Up(JsonObject payload) { }", "cannot be reached from generated code")]
    public async Task A_method_of_another_shape_is_an_error(string method, string problem) => (await $$"""
        using System.Text.Json.Nodes;

        [assembly: JobContracts]

        [Job("render", Version = 2)]
        public sealed record Render(int Dpi)
        {
            [UpcastFrom(1)]
            {{method.Replace(" Up", " {|OST017:Up|}", StringComparison.Ordinal)}}
        }
        """.ShouldReport()).ShouldBe(
            [$"Render.Up cannot be an upcaster: it {problem}. Write internal static void Up(JsonObject payload)."]);

    [Fact]
    public async Task An_upcaster_that_is_never_used_is_an_error() => (await """
        using System.Text.Json.Nodes;

        [assembly: JobContracts]

        [Job("render", Version = 3, OldestVersion = 2)]
        public sealed record Render(int Dpi)
        {
            [UpcastFrom(1)]
            internal static void {|OST018:FromVersion1|}(JsonObject payload) => payload["dpi"] = 1;

            [UpcastFrom(2)]
            internal static void FromVersion2(JsonObject payload) => payload["dpi"] = 2;

            [UpcastFrom(2)]
            internal static void {|OST018:FromVersionTwo|}(JsonObject payload) => payload["dpi"] = 2;

            [UpcastFrom(3)]
            internal static void {|OST018:FromVersion3|}(JsonObject payload) => payload["dpi"] = 3;
        }

        public sealed record Nothing
        {
            [UpcastFrom(1)]
            internal static void {|OST018:FromVersion1|}(JsonObject payload) => payload.Clear();
        }
        """.ShouldReport()).ShouldBe([
            "Render.FromVersion1 is never used: the oldest version of Render is 2. Remove the method.",
            "Render.FromVersionTwo is never used: FromVersion2 upcasts from version 2 too. Keep one of them.",
            "Render.FromVersion3 is never used: Render is of version 3. Say Version = 4 in [Job], or remove the method.",
            "Nothing.FromVersion1 is never used: Nothing is not marked with [Job]. Mark it, or remove the method.",
        ]);

    [Fact]
    public async Task A_version_out_of_range_is_an_error() => (await """
        using System.Text.Json.Nodes;

        [assembly: JobContracts]

        [Job("a", Version = {|OST007:0|})]
        public sealed record A;

        [Job("b", Version = {|OST007:1000|})]
        public sealed record B;

        [Job("c", OldestVersion = {|OST007:2|})]
        public sealed record C
        {
            [UpcastFrom({|OST007:0|})]
            internal static void FromVersion0(JsonObject payload) => payload.Clear();
        }
        """.ShouldReport()).ShouldBe([
            "Version cannot be 0. Use 1 to 999.",
            "Version cannot be 1000. Use 1 to 999.",
            "OldestVersion cannot be 2. Use 1 to 1, the Version.",
            "UpcastFrom cannot be 0. Use 1 to 998.",
        ], ignoreOrder: true);
}
