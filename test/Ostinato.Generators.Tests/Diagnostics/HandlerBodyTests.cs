using Ostinato.Generators.Tests.Support;

namespace Ostinato.Generators.Tests.Diagnostics;

public sealed class HandlerBodyTests
{
    [Fact]
    public async Task Async_void_in_a_handler_is_an_error()
    {
        var messages = await Handler("""
            Later();
            Local();
            Action<int> lambda = {|OST009:async _ => await Task.Yield()|};
            lambda(1);
            await Fine();

            async void {|OST009:Local|}() => await Task.Yield();
            """, """
            private async void {|OST009:Later|}() => await Task.Yield();

            private async Task Fine() => await Task.Yield();
            """).ShouldReport();

        messages.ShouldContain(
            "'Later' is async void: the job ends before its work does, and its errors end the process. Return Task and await it.");
    }

    [Fact]
    public Task Async_void_elsewhere_is_none_of_our_business() => """
        public sealed class Window
        {
            public async void OnClick() => await Task.Yield();
        }
        """.ShouldReportNothing();

    [Fact]
    public async Task A_token_that_is_not_passed_on_is_a_warning()
    {
        var messages = await Handler("""
            await File.{|OST010:ReadAllTextAsync|}("a");
            await Task.{|OST010:Delay|}(1);
            await {|OST010:Own|}(1);
            await job.{|OST010:Extended|}();
            await Task.WhenAll(new[] { 1 }.Select(i => {|OST010:Own|}(i)));
            """).ShouldReport();

        messages[0].ShouldBe(
            "'ReadAllTextAsync' can take a cancellation token but is not given 'ct'. "
                + "Pass it on, so that timeout, cancellation and shutdown reach the call.");
    }

    [Fact]
    public Task Overloads_with_arrays_as_logging_has_them_are_no_tokens() => Handler(
        """
        Write("attempt {0}", context.Attempt);
        """,
        """
        private static void Write(string message, params object?[] values) => Console.WriteLine(message, values);

        private static void Write(Exception error, string message, params object?[] values) => Console.WriteLine(message, error, values);
        """).ShouldReportNothing();

    [Fact]
    public Task A_token_that_is_passed_on_is_fine() => Handler("""
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(ct, CancellationToken.None);
        await File.ReadAllTextAsync("a", ct);
        await Task.Delay(1, linked.Token);
        await Own(1, cancellation: CancellationToken.None);
        await job.Extended(ct);
        await Task.Yield();
        await Parallel.ForEachAsync([1, 2], ct, async (i, token) => await Own(i, token));
        """).ShouldReportNothing();

    [Fact]
    public Task Clean_up_need_not_be_cancelled() => Handler("""
        try
        {
            await Own(1, ct);
        }
        catch (IOException)
        {
            await Own(2);
        }
        finally
        {
            await Own(3);
        }
        """).ShouldReportNothing();

    [Fact]
    public Task A_sequence_may_take_its_token_later() => Handler("""
        await foreach (var item in Items().WithCancellation(ct))
        {
            await Own(item, ct);
        }

        await foreach (var item in {|OST010:Items|}())
        {
            await Own(item, ct);
        }
        """, """
        private static async IAsyncEnumerable<int> Items(
            [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct = default)
        {
            await Task.Delay(1, ct);
            yield return 1;
        }
        """).ShouldReport();

    [Fact]
    public Task A_function_with_a_token_of_its_own_is_not_judged() => Handler("""
        await Run(1, ct);
        Func<int, CancellationToken, Task> lambda = async (i, inner) => await Own(i);
        await lambda(1, ct);

        async Task Run(int i, CancellationToken inner) => await Own(i);
        """).ShouldReportNothing();

    [Fact]
    public Task Other_methods_of_a_handler_are_not_judged() => Handler("await Fine();", """
        private static async Task Fine() => await Own(1);
        """).ShouldReportNothing();

    private static string Handler(string body, string members = "") => $$"""
        [Job("a")]
        public sealed record Payload;

        public static class Extensions
        {
            public static Task Extended(this Payload payload, CancellationToken ct = default) => Task.CompletedTask;
        }

        public sealed class Handler : IJobHandler<Payload>
        {
            public async Task HandleAsync(Payload job, JobContext context, CancellationToken ct)
            {
                {{body}}
            }

            private static Task Own(int number, CancellationToken cancellation = default) => Task.Delay(number, cancellation);

            {{members}}
        }
        """;
}
