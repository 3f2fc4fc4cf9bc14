using Microsoft.CodeAnalysis;
using Ostinato.Generators.Tests.Support;

namespace Ostinato.Generators.Tests.Diagnostics;

public sealed class WireNamesOfReferencesTests
{
    [Fact]
    public Task A_wire_name_that_a_reference_never_registers_is_free()
    {
        var other = Assembly("""
            [Job("a")] public abstract record Abstract;
            [Job("b")] public sealed record Generic<T>(T Value);
            public static class Outer { [Job("c")] private sealed record Private; }
            [Job("d")] file sealed record Local;
            """);

        return """
            [assembly: JobContracts]

            [Job("a")] public sealed record A;
            [Job("b")] public sealed record B;
            [Job("c")] public sealed record C;
            [Job("d")] public sealed record D;
            """.ShouldReportNothing(other);
    }

    [Fact]
    public Task A_wire_name_that_a_reference_keeps_internal_is_taken()
    {
        var other = Assembly("""[Job("send")] internal sealed record Taken;""");

        return """
            [assembly: JobContracts]

            [Job({|OST001:"send"|})]
            public sealed record SendInvoice;
            """.ShouldReport(other);
    }

    /// <summary>As a package brings it, where symbols come from the image and not from source text.</summary>
    private static PortableExecutableReference Assembly(string source)
    {
        using var image = new MemoryStream();
        Sources.CompileAs("Contracts", source).Emit(image).Success.ShouldBeTrue();
        return MetadataReference.CreateFromImage(image.ToArray());
    }
}
