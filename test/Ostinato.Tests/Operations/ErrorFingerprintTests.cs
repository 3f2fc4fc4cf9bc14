using Ostinato.Operations;

namespace Ostinato.Tests.Operations;

/// <summary>What of an error is the same from job to job.</summary>
public sealed class ErrorFingerprintTests
{
    private const string Stack = """
           at System.IO.Strategies.BufferedFileStreamStrategy.Write(Byte[] buffer)
           at Npgsql.Internal.NpgsqlConnector.Open()
           at Shop.Mail.<>c__DisplayClass12_3.<Send>b__7(Int32 user) in /src/Shop/Mail.cs:line 12
           at Ostinato.Execution.Executor.RunAsync()
        """;

    [Theory]
    [InlineData("user 42 has no mailbox", "user # has no mailbox")]
    [InlineData("took 1,250.5 ms (-3 left)", "took # ms (# left)")]
    [InlineData("order 0f8fad5b-d9cb-469f-a165-70867728950e is gone", "order # is gone")]
    [InlineData("at 2026-01-31T08:00:05.123Z from 10.0.0.7:5432", "at # from #")]
    [InlineData("pointer 0x7FFE1234 of batch b12-7", "pointer # of batch #")]
    [InlineData("no file 'a b.txt' in \"C:\\temp\"", "no file '…' in '…'")]
    [InlineData("the user's job can't run", "the user's job can't run")]
    [InlineData("one\r\n   two", "one two")]
    [InlineData("", "")]
    public void A_message_loses_what_differs_from_job_to_job(string message, string expected) =>
        ErrorFingerprint.Normalize(message).ShouldBe(expected);

    [Fact]
    public void A_long_message_is_cut() => ErrorFingerprint.Normalize(new string('x', 2_000)).Length.ShouldBe(300);

    [Theory]
    [InlineData(Stack, "Shop.Mail.<>c__DisplayClass#_#.<Send>b__#")]
    [InlineData("   at System.Int32.Parse(String s)", "System.Int#.Parse")]
    [InlineData("   bei Shop.Mail.Send(Int32 user)\r\n   bei Shop.Run()", "Shop.Mail.Send")]
    [InlineData("no stack at all", null)]
    [InlineData("(", null)]
    [InlineData(null, null)]
    public void The_place_is_the_first_method_of_the_application(string? stack, string? expected) =>
        ErrorFingerprint.PlaceOf(stack).ShouldBe(expected);

    [Fact]
    public void The_text_is_the_same_on_every_machine_and_depends_on_type_message_and_place()
    {
        var one = new ErrorFingerprint("T", "m", "p");

        one.Text.ShouldBe("c686f74bfd79");
        new[] { one, one with { Type = "U" }, one with { Message = "n" }, one with { Place = null } }
            .Select(fingerprint => fingerprint.Text).ShouldBeUnique();
    }
}
