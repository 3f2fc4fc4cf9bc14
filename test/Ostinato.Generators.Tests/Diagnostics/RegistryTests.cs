using Ostinato.Generators.Tests.Support;

namespace Ostinato.Generators.Tests.Diagnostics;

public sealed class RegistryTests
{
    private const string Handler = """
        public sealed class Handler : IJobHandler<Payload>
        {
            public Task HandleAsync(Payload job, JobContext context, CancellationToken ct) => Task.CompletedTask;
        }
        """;

    [Fact]
    public async Task Two_payloads_of_one_wire_name_are_an_error()
    {
        var messages = await """
            [assembly: JobContracts]

            namespace Shop
            {
                [Job({|OST001:"send"|})]
                public sealed record SendInvoice;

                [Job({|OST001:"send"|})]
                public sealed record SendParcel;

                [Job("Send")]
                public sealed record SendOther;
            }
            """.ShouldReport();

        messages.ShouldBe([
            "'send' is also the wire name of Shop.SendParcel. Rename the newer one.",
            "'send' is also the wire name of Shop.SendInvoice. Rename the newer one.",
        ]);
    }

    [Fact]
    public async Task A_wire_name_that_another_payload_had_before_is_an_error()
    {
        var messages = await """
            [assembly: JobContracts]

            [Job({|OST001:"send"|})]
            public sealed record SendInvoice;

            [Job("parcel"), JobAlias({|OST001:"send"|})]
            public sealed record SendParcel;
            """.ShouldReport();

        messages.ShouldBe([
            "'send' is also the wire name of SendParcel. Rename the newer one.",
            "'send' is also the wire name of SendInvoice. Rename the newer one.",
        ]);
    }

    [Fact]
    public async Task An_alias_that_is_no_wire_name_is_an_error() => (await """
        [assembly: JobContracts]

        [Job("send"), JobAlias({|OST003:"two words"|}), JobAlias("transmit")]
        public sealed record SendInvoice;
        """.ShouldReport()).ShouldBe(["'two words' is not a wire name. Use 1 to 100 characters of a-z A-Z 0-9 . _ : -"]);

    [Fact]
    public async Task A_wire_name_that_a_reference_has_taken_is_an_error()
    {
        var other = Sources.CompileAs("Contracts", """[Job("send")] public sealed record Taken;""").ToMetadataReference();

        var messages = await """
            [assembly: JobContracts]

            [Job({|OST001:"send"|})]
            public sealed record SendInvoice;
            """.ShouldReport(other);

        messages.ShouldBe(["'send' is also the wire name of Taken in Contracts. Rename the newer one."]);
    }

    [Fact]
    public async Task A_payload_without_a_handler_is_an_error()
    {
        var messages = await """
            [Job("a")]
            public sealed record {|OST004:Payload|};
            """.ShouldReport();

        messages.ShouldBe([
            "No class handles Payload. Implement IJobHandler<Payload>, "
                + "or mark the assembly with [assembly: JobContracts] if its handlers live elsewhere.",
        ]);
    }

    [Fact]
    public Task A_payload_of_a_contracts_assembly_needs_no_handler() => """
        [assembly: JobContracts]

        [Job("a")]
        public sealed record Payload;
        """.ShouldReportNothing();

    [Fact]
    public Task A_payload_with_a_handler_is_fine() => $$"""
        [Job("a")]
        public sealed record Payload;

        {{Handler}}
        """.ShouldReportNothing();

    [Fact]
    public Task A_handler_may_inherit_its_work() => """
        [Job("a")]
        public sealed record Payload;

        public abstract class Base<T> : IJobHandler<T>
        {
            public Task HandleAsync(T job, JobContext context, CancellationToken ct) => Task.CompletedTask;
        }

        public sealed class Handler : Base<Payload>;
        """.ShouldReportNothing();

    [Fact]
    public Task A_generic_handler_may_be_meant_for_any_payload() => """
        [Job("a")]
        public sealed record Payload;

        public sealed class Forward<T> : IJobHandler<T>
        {
            public Task HandleAsync(T job, JobContext context, CancellationToken ct) => Task.CompletedTask;
        }
        """.ShouldReportNothing();

    [Fact]
    public async Task Two_handlers_of_one_payload_are_an_error()
    {
        var messages = await $$"""
            [Job("a")]
            public sealed record Payload;

            {{Handler}}

            public sealed class {|OST005:Second|} : IJobHandler<Payload, JobOutcome>
            {
                public Task<JobOutcome> HandleAsync(Payload job, JobContext context, CancellationToken ct) =>
                    Task.FromResult(JobOutcome.Done);
            }
            """.ShouldReport();

        messages.ShouldBe(["Payload is handled by Handler and by Second. Keep one."]);
    }

    [Fact]
    public Task Handlers_that_generated_code_cannot_reach_are_not_counted() => $$"""
        [Job("a")]
        public sealed record Payload;

        {{Handler}}

        public static class Tests
        {
            private sealed class Fake : IJobHandler<Payload>
            {
                public Task HandleAsync(Payload job, JobContext context, CancellationToken ct) => Task.CompletedTask;
            }
        }
        """.ShouldReportNothing();

    [Fact]
    public async Task A_payload_whose_only_handler_is_out_of_reach_is_a_warning()
    {
        var messages = await """
            [Job("a")]
            public sealed record Payload;

            public static class Outer
            {
                private sealed class {|OST014:Hidden|} : IJobHandler<Payload>
                {
                    public Task HandleAsync(Payload job, JobContext context, CancellationToken ct) => Task.CompletedTask;
                }
            }
            """.ShouldReport();

        messages.ShouldHaveSingleItem().ShouldStartWith("AddJobs() cannot register Outer.Hidden,");
    }

    [Fact]
    public async Task A_handler_that_does_not_return_what_was_promised_is_an_error()
    {
        var messages = await """
            [Job("a")]
            public sealed record A : IJobResult<int>;

            [Job("b")]
            public sealed record B : IJobResult<int>;

            [Job("c")]
            public sealed record C : IJobResult<int>;

            public sealed class {|OST015:HandlerA|} : IJobHandler<A>
            {
                public Task HandleAsync(A job, JobContext context, CancellationToken ct) => Task.CompletedTask;
            }

            public sealed class {|OST015:HandlerB|} : IJobHandler<B, string>
            {
                public Task<string> HandleAsync(B job, JobContext context, CancellationToken ct) => Task.FromResult("");
            }

            public sealed class HandlerC : IJobHandler<C, JobOutcome>
            {
                public Task<JobOutcome> HandleAsync(C job, JobContext context, CancellationToken ct) => Task.FromResult(JobOutcome.Done);
            }
            """.ShouldReport();

        messages.ShouldBe([
            "HandlerA returns nothing where A promises int. Implement IJobHandler<A, int>.",
            "HandlerB returns string where B promises int. Implement IJobHandler<B, int>.",
        ]);
    }

    [Fact]
    public async Task A_result_of_a_payload_that_lives_elsewhere_must_be_promised()
    {
        var contracts = Sources.CompileAs("Contracts", """
            [Job("a")] public sealed record Silent;
            [Job("b")] public sealed record Promising : IJobResult<int>;
            """).ToMetadataReference();

        var messages = await """
            public sealed class {|OST015:SilentHandler|} : IJobHandler<Silent, int>
            {
                public Task<int> HandleAsync(Silent job, JobContext context, CancellationToken ct) => Task.FromResult(1);
            }

            public sealed class PromisingHandler : IJobHandler<Promising, int>
            {
                public Task<int> HandleAsync(Promising job, JobContext context, CancellationToken ct) => Task.FromResult(1);
            }
            """.ShouldReport(contracts);

        messages.ShouldBe(["SilentHandler returns int, which would not be stored. Let Silent implement IJobResult<int>."]);
    }
}
