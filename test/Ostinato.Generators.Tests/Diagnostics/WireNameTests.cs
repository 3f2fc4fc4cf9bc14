using Microsoft.CodeAnalysis;
using Ostinato.Generators.Tests.Support;

namespace Ostinato.Generators.Tests.Diagnostics;

public sealed class WireNameTests
{
    [Fact]
    public async Task A_payload_that_a_handler_takes_needs_a_wire_name()
    {
        var messages = await """
            namespace Shop;

            public sealed record WelcomeEmail(int UserId);

            public sealed class Handler : IDisposable, IJobHandler<{|OST002:WelcomeEmail|}>
            {
                public Task HandleAsync(WelcomeEmail job, JobContext context, CancellationToken ct) => Task.CompletedTask;

                public void Dispose() { }
            }
            """.ShouldReport();

        messages.ShouldBe(["WelcomeEmail is a payload without a wire name. Mark it with [Job(\"welcome-email\")]."]);
    }

    [Fact]
    public async Task A_handler_that_would_stop_the_start_does_not_compile()
    {
        var compilation = Sources.Compile("""
            public sealed record WelcomeEmail(int UserId);

            public sealed class Handler : IJobHandler<WelcomeEmail>
            {
                public Task HandleAsync(WelcomeEmail job, JobContext context, CancellationToken ct) => Task.CompletedTask;
            }
            """);

        var found = await Analysis.Diagnose(compilation);

        found.ShouldHaveSingleItem().Severity.ShouldBe(DiagnosticSeverity.Error);
    }

    [Fact]
    public Task A_handler_that_inherits_its_interface_is_marked_itself() => """
        public sealed record WelcomeEmail(int UserId);

        public abstract class Base<T> : IJobHandler<T>
        {
            public Task HandleAsync(T job, JobContext context, CancellationToken ct) => Task.CompletedTask;
        }

        public sealed class {|OST002:Handler|} : Other;

        public abstract class Other : Base<WelcomeEmail>;
        """.ShouldReport();

    [Fact]
    public Task A_type_that_promises_a_result_needs_a_wire_name() => """
        public sealed record {|OST002:RenderPdf|}(Guid Id) : IJobResult<int>;

        public sealed class Handler : IJobHandler<RenderPdf, int>
        {
            public Task<int> HandleAsync(RenderPdf job, JobContext context, CancellationToken ct) => Task.FromResult(1);
        }
        """.ShouldReport();

    [Fact]
    public Task A_type_with_other_attributes_of_a_job_needs_a_wire_name() => """
        [Unique]
        public sealed record {|OST002:Reindex|};

        [Retry(BackoffShape.Constant)]
        public readonly record struct {|OST002:Refresh|};
        """.ShouldReport();

    [Fact]
    public Task A_generic_payload_is_registered_by_hand() => """
        public sealed record Envelope<T>(T Body);

        public sealed class Handler : IJobHandler<Envelope<int>>
        {
            public Task HandleAsync(Envelope<int> job, JobContext context, CancellationToken ct) => Task.CompletedTask;
        }
        """.ShouldReportNothing();

    [Theory]
    [InlineData("WelcomeEmail", "welcome-email")]
    [InlineData("SendPDFInvoiceJob", "send-pdf-invoice")]
    [InlineData("RenderPayload", "render")]
    [InlineData("Job", "job")]
    [InlineData("Mp3ToWav", "mp3-to-wav")]
    [InlineData("URL", "url")]
    [InlineData("Send_Mail", "send-mail")]
    [InlineData("Ąžuolas", "my-job")]
    public void A_wire_name_is_proposed_from_the_name_of_the_type(string type, string name) => ProposedName.Of(type).ShouldBe(name);
}
