using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Signup.Tests;

public sealed class ImportTests
{
    [Fact]
    public async Task An_import_of_5000_lines_delivers_5000_emails_and_contacts()
    {
        await using var app = new SignupApp(("Crm:RefuseEvery", "100"));

        var report = await ReportAsync(await app.ImportAsync(Csv.Of(5_000)));

        report.Number("imported").ShouldBe(5_000);
        await app.EverybodyIsServedAsync(5_000, TimeSpan.FromMinutes(3));
        app.Outbox.Names.Count.ShouldBe(5_000);
    }

    [Fact]
    public async Task A_bad_line_is_named_and_the_good_ones_are_imported()
    {
        await using var app = new SignupApp();

        var report = await ReportAsync(await app.ImportAsync("name,email\nAda,ada@example.com\n\nBob,bob\n\"Cy, Jr\",cy@example.com\nDi\n"));

        report.Number("imported").ShouldBe(2);
        report.GetProperty("problems").EnumerateArray().Select(problem => problem.GetString())
            .ShouldBe(["line 4: 'bob' is not an e-mail address", "line 6: there is no e-mail address"]);
        await app.EverybodyIsServedAsync(2);
        app.Outbox.Read("welcome-2").ShouldContain("Cy, Jr");
    }

    [Fact]
    public async Task A_quote_that_is_never_closed_spoils_its_own_line_only()
    {
        await using var app = new SignupApp();

        var report = await ReportAsync(await app.ImportAsync("email,name\n\"ada@example.com,Ada\nbob@example.com,Bob\n"));

        report.Number("imported").ShouldBe(1);
        report.GetProperty("problems")[0].GetString().ShouldNotBeNull().ShouldStartWith("line 2:");
    }

    [Fact]
    public async Task An_import_that_is_sent_again_adds_nobody_twice()
    {
        await using var app = new SignupApp();
        await app.ImportAsync(Csv.Of(3));

        var report = await ReportAsync(await app.ImportAsync(Csv.Of(4)));

        (report.Number("imported"), report.Number("signedUpBefore")).ShouldBe((1, 3));
        (await app.CountJobsAsync()).ShouldBe(8);
    }

    [Fact]
    public async Task A_file_without_the_columns_is_refused_with_their_names()
    {
        await using var app = new SignupApp();

        var response = await app.ImportAsync("mail,who\nada@example.com,Ada\n");

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await ReportAsync(response)).Text("stopped").ShouldBe("The first line must name the columns: email,name");
    }

    [Fact]
    public async Task A_line_without_end_stops_the_import_and_keeps_what_was_read_before()
    {
        await using var app = new SignupApp();

        var response = await app.ImportAsync($"{Csv.Of(1_000)}{new string('x', 1_000_000)}\n");

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var report = await ReportAsync(response);
        report.Text("stopped").ShouldNotBeNull().ShouldContain("1002");
        report.Number("imported").ShouldBe(1_000);
    }

    private static async Task<JsonElement> ReportAsync(HttpResponseMessage response) => await response.Content.ReadFromJsonAsync<JsonElement>();
}
