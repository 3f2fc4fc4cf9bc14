using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;

namespace Signup.Tests;

public sealed class KillTests
{
    [Fact]
    public async Task No_signup_is_lost_when_the_process_is_killed_and_started_again()
    {
        using var folder = new TemporaryFolder();
        var outbox = new Outbox(Path.Combine(folder.Path, "outbox"));
        List<long> promised;
        using (var first = await SignupProcess.StartAsync(folder.Path))
        {
            var signups = SignUpUntilKilledAsync(first.Client);
            await Eventually.TrueAsync("some messages are delivered", () => Task.FromResult(outbox.Names.Count >= 300));
            await first.KillAsync();
            promised = await signups;
        }

        using var second = await SignupProcess.StartAsync(folder.Path);
        var users = (await second.GetAsync("/signups")).Number("count");
        await Eventually.TrueAsync(
            "every stored user is welcomed and in the CRM",
            async () => (await second.GetAsync("/signups")).Number("welcomed") == users
                && (await second.GetAsync("/crm/contacts")).Number("count") == users,
            TimeSpan.FromMinutes(2));

        var delivered = outbox.Names.Select(name => long.Parse(name["welcome-".Length..], CultureInfo.InvariantCulture)).Order().ToList();
        promised.Count.ShouldBeGreaterThanOrEqualTo(100);
        delivered.ShouldBe(Enumerable.Range(1, (int)users).Select(id => (long)id));
        promised.Except(delivered).ShouldBeEmpty();
        outbox.Names.Where(name => !outbox.Read(name).Contains("thank you for signing up", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    /// <summary>Signs people up one by one, and many more beside them, until the process is gone. Returns the users it was told are stored.</summary>
    private static async Task<List<long>> SignUpUntilKilledAsync(HttpClient client)
    {
        var stored = new List<long>();
        try
        {
            Task import = Task.CompletedTask;
            for (var number = 1; !import.IsFaulted; number++)
            {
                var response = await client.PostAsJsonAsync("/signups", new { email = $"single{number}@example.com", name = $"Single {number}" });
                response.EnsureSuccessStatusCode();
                stored.Add((await response.Content.ReadFromJsonAsync<JsonElement>()).Number("id"));
                import = number == 100 ? client.PostAsync("/signups/import", new StringContent(Csv.Of(1_000))) : import;
            }

            await import;
        }
        catch (HttpRequestException)
        {
            // The process is gone.
        }

        return stored;
    }
}
