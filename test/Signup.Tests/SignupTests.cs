using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Ostinato;
using Signup.Mail;
using Signup.Users;

namespace Signup.Tests;

public sealed class SignupTests
{
    [Fact]
    public async Task A_signup_delivers_one_email_and_one_contact()
    {
        await using var app = new SignupApp();

        var response = await app.SignUpAsync("ada@example.com", "Ada");

        response.StatusCode.ShouldBe(HttpStatusCode.Created);
        await app.EverybodyIsServedAsync(1);
        app.Outbox.Names.ShouldBe(["welcome-1"]);
        (await app.GetAsync("/crm/contacts")).GetProperty("newest")[0].Text("email").ShouldBe("ada@example.com");
    }

    [Fact]
    public async Task A_message_is_a_whole_email_with_an_id_of_its_own()
    {
        await using var app = new SignupApp();

        await app.SignUpAsync("zoe@example.com", "Zoë");

        await app.EverybodyIsServedAsync(1);
        var message = app.Outbox.Read("welcome-1");
        message.ShouldContain("To: \"Zoë\" <zoe@example.com>");
        message.ShouldContain("Subject: Welcome, Zoë!");
        message.ShouldContain("Message-ID: <welcome-1@signup.example>");
    }

    [Fact]
    public async Task A_contact_that_the_CRM_refuses_once_is_added_by_a_second_attempt()
    {
        await using var app = new SignupApp(("Crm:RefuseEvery", "1"));

        var response = await app.SignUpAsync("ada@example.com", "Ada");

        await app.EverybodyIsServedAsync(1);
        var path = (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("jobs")[1].GetString()!;
        await Eventually.TrueAsync("the job is completed", async () => (await app.GetAsync(path)).GetProperty("job").Text("state") == "completed");
        var answer = await app.GetAsync(path);
        answer.GetProperty("job").Number("attempt").ShouldBe(2);
        answer.GetProperty("errors")[0].Text("message").ShouldNotBeNull().ShouldContain("503");
    }

    [Fact]
    public async Task Jobs_are_listed_by_state_and_page_by_page()
    {
        await using var app = new SignupApp();
        await app.ImportAsync(Csv.Of(60));
        await app.EverybodyIsServedAsync(60);
        await Eventually.TrueAsync(
            "no job is left to do", async () => (await app.GetAsync("/jobs?state=incomplete")).GetProperty("newest").GetArrayLength() == 0);

        var first = await app.GetAsync("/jobs?state=completed&name=add-to-crm&tag=import");
        var second = await app.GetAsync($"/jobs?state=completed&name=add-to-crm&tag=import&after={first.Text("next")}");

        first.GetProperty("newest").GetArrayLength().ShouldBe(50);
        second.GetProperty("newest").GetArrayLength().ShouldBe(10);
    }

    [Fact]
    public async Task A_signup_that_is_rolled_back_enqueues_nothing()
    {
        await using var app = new SignupApp();
        var jobs = app.Services.GetRequiredService<IJobClient>();
        await using var connection = await app.Services.GetRequiredService<Database>().OpenAsync(CancellationToken.None);

        await using (var transaction = await connection.BeginTransactionAsync())
        {
            var id = await UserTable.AddAsync(new NewUser("ada@example.com", "Ada"), transaction);
            await jobs.EnqueueAsync(new WelcomeEmail(id!.Value), transaction);
            await transaction.RollbackAsync();
        }

        (await app.GetAsync("/signups")).Number("count").ShouldBe(0);
        (await app.CountJobsAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task A_second_signup_with_one_address_is_refused_and_enqueues_nothing()
    {
        await using var app = new SignupApp();
        await app.SignUpAsync("ada@example.com", "Ada");

        var response = await app.SignUpAsync("ADA@example.com", "Ada again");

        response.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await response.Content.ReadAsStringAsync()).ShouldContain("ADA@example.com has signed up already");
        (await app.CountJobsAsync()).ShouldBe(2);
    }

    [Theory]
    [InlineData(null, "Ada", "there is no e-mail address")]
    [InlineData("ada", "Ada", "'ada' is not an e-mail address")]
    [InlineData("Ada <ada@example.com>", "Ada", "is not an e-mail address")]
    [InlineData("ada@example.com\nBcc: everybody@example.com", "Ada", "is not an e-mail address")]
    [InlineData("ada@example.com", " ", "there is no name for ada@example.com")]
    [InlineData("ada@example.com", "A\u0000da", "the name of ada@example.com has control characters")]
    public async Task A_signup_that_is_wrong_is_refused_with_the_reason(string? email, string? name, string reason)
    {
        await using var app = new SignupApp();

        var response = await app.SignUpAsync(email, name);

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await response.Content.ReadFromJsonAsync<JsonElement>()).Text("detail").ShouldNotBeNull().ShouldContain(reason);
        (await app.GetAsync("/signups")).Number("count").ShouldBe(0);
    }

    [Fact]
    public async Task A_body_that_is_no_JSON_is_refused_with_the_reason()
    {
        await using var app = new SignupApp();

        var response = await app.CreateClient().PostAsync("/signups", new StringContent("{\"email\":", null, "application/json"));

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await response.Content.ReadAsStringAsync()).ShouldContain("as JSON");
    }

    [Theory]
    [InlineData("/", "curl")]
    [InlineData("/health/live", "Healthy")]
    [InlineData("/health/ready", "Healthy")]
    public async Task A_newcomer_and_an_orchestrator_find_what_they_look_for(string path, string text)
    {
        await using var app = new SignupApp();

        (await app.CreateClient().GetStringAsync(path)).ShouldContain(text);
    }
}
