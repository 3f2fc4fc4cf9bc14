using Ostinato.Generators.Tests.Support;

namespace Ostinato.Generators.Tests.Diagnostics;

public sealed class PayloadTests
{
    [Theory]
    [InlineData("")]
    [InlineData("with space")]
    [InlineData("žiema")]
    [InlineData("a/b")]
    public async Task A_wire_name_outside_the_alphabet_is_an_error(string name)
    {
        var messages = await $$"""
            [assembly: JobContracts]
            [Job({|OST003:"{{name}}"|})]
            public sealed record Payload;
            """.ShouldReport();

        messages.ShouldBe([$"'{name}' is not a wire name. Use 1 to 100 characters of a-z A-Z 0-9 . _ : -"]);
    }

    [Theory]
    [InlineData("a")]
    [InlineData("billing.Send_Invoice:v2-x")]
    public Task A_wire_name_within_the_alphabet_is_fine(string name) => $$"""
        [assembly: JobContracts]
        [Job("{{name}}")]
        public sealed record Payload;
        """.ShouldReportNothing();

    [Fact]
    public Task A_wire_name_may_have_100_characters() => $"""
        [assembly: JobContracts]
        [Job("{new string('a', 100)}")]
        public sealed record Payload;
        """.ShouldReportNothing();

    [Fact]
    public Task A_wire_name_may_not_have_101_characters() => $$"""
        [assembly: JobContracts]
        [Job({|OST003:"{{new string('a', 101)}}"|})]
        public sealed record Payload;
        """.ShouldReport();

    [Fact]
    public async Task A_duration_that_cannot_be_read_is_an_error()
    {
        var messages = await """
            [assembly: JobContracts]
            [Job("a", Timeout = {|OST006:"2 minutes"|}, Deadline = {|OST006:"soon"|}, KeepFor = {|OST006:"a day"|})]
            [Retry(BackoffShape.Linear, Initial = {|OST006:"5"  + "s"|}, Max = {|OST006:"-00:00:01"|})]
            [Unique(For = {|OST006:"24:00:00"|})]
            public sealed record Payload;
            """.ShouldReport();

        messages[0].ShouldBe("'2 minutes' is not a duration (Job.Timeout). "
            + "Write hours, minutes and seconds, such as \"00:02:00\", or days before them: \"1.00:00:00\".");
    }

    [Fact]
    public Task Durations_in_the_constant_format_are_fine() => """
        [assembly: JobContracts]
        [Job("a", Timeout = "00:02:00")]
        [Retry(BackoffShape.Linear, Initial = "00:00:00.5", Max = "1.00:00:00")]
        [Unique(For = "00:10:00")]
        public sealed record Payload;
        """.ShouldReportNothing();

    [Fact]
    public async Task A_number_out_of_range_is_an_error()
    {
        var messages = await """
            [assembly: JobContracts]
            [Job("a", Priority = {|OST007:10|}, MaxAttempts = {|OST007:0|}, Queue = {|OST007:"my queue"|}, KeepFor = {|OST007:"40000.00:00:00"|})]
            [Retry(BackoffShape.Constant, Jitter = {|OST007:1.5|})]
            public sealed record Payload;
            """.ShouldReport();

        messages.ShouldBe([
            "Priority cannot be 10. Use 0 (first) to 9 (last).",
            "MaxAttempts cannot be 0. Use 1 or more.",
            "Queue cannot be 'my queue'. Use 1 to 100 characters of a-z A-Z 0-9 . _ : -",
            "KeepFor cannot be '40000.00:00:00'. Use 1 ms to 36525 days.",
            "Jitter cannot be 1.5. Use 0 to 1.",
        ]);
    }

    [Theory]
    [InlineData("00:00:00")]
    [InlineData("50.00:00:00")]
    public async Task A_timeout_that_no_attempt_can_have_is_an_error(string timeout)
    {
        var messages = await $$"""
            [assembly: JobContracts]
            [Job("a", Timeout = {|OST007:"{{timeout}}"|})]
            public sealed record Payload;
            """.ShouldReport();

        messages.ShouldBe([$"Timeout cannot be '{timeout}'. Use 1 ms to 49 days."]);
    }

    [Fact]
    public Task Numbers_at_the_ends_of_their_ranges_are_fine() => """
        [assembly: JobContracts]
        [Job("a", Priority = 9, MaxAttempts = 1)]
        [Retry(BackoffShape.Constant, Jitter = 1)]
        public sealed record A;

        [Job("b", Priority = 0)]
        [Retry(BackoffShape.Constant, Jitter = 0)]
        public sealed record B;
        """.ShouldReportNothing();

    [Fact]
    public async Task An_abstract_or_generic_type_cannot_be_a_payload()
    {
        var messages = await """
            [Job({|OST011:"a"|})]
            public abstract record Abstract;

            [Job({|OST011:"b"|})]
            public sealed record Generic<T>(T Value);

            public static class Outer<T>
            {
                [Job({|OST011:"c"|})]
                public sealed record Nested;
            }
            """.ShouldReport();

        messages[0].ShouldBe("Abstract is abstract and cannot be stored. Mark a concrete type with [Job].");
    }

    [Fact]
    public async Task A_payload_out_of_reach_of_generated_code_is_a_warning()
    {
        var messages = await """
            public static class Outer
            {
                [Job("a")]
                private sealed record {|OST014:Private|};
            }

            [Job("b")]
            file sealed record {|OST014:Local|};
            """.ShouldReport();

        messages[0].ShouldBe("AddJobs() cannot register Outer.Private, which is not accessible outside the type or file that holds it. "
            + "Make it internal or public.");
    }

    [Fact]
    public Task A_payload_nested_in_a_type_is_fine() => """
        [assembly: JobContracts]
        public static class Outer
        {
            [Job("a")]
            internal sealed record Nested;
        }
        """.ShouldReportNothing();
}
