using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Signup.Crm;

namespace Signup.Tests;

/// <summary>The sample in this process, with a folder of its own. Its CRM client reaches the CRM without a network.</summary>
internal sealed class SignupApp(params (string Key, string Value)[] settings) : WebApplicationFactory<Program>
{
    private readonly TemporaryFolder _folder = new();

    public Outbox Outbox => new(Path.Combine(_folder.Path, "outbox"));

    public async Task<JsonElement> GetAsync(string path) => await CreateClient().GetFromJsonAsync<JsonElement>(path);

    public Task<HttpResponseMessage> SignUpAsync(string? email, string? name) =>
        CreateClient().PostAsJsonAsync("/signups", new { email, name });

    public Task<HttpResponseMessage> ImportAsync(string csv) => CreateClient().PostAsync("/signups/import", new StringContent(csv));

    /// <summary>Waits until every stored user is welcomed and known to the CRM.</summary>
    public Task EverybodyIsServedAsync(long users, TimeSpan? within = null) => Eventually.TrueAsync(
        $"{users} users are welcomed and in the CRM",
        async () =>
        {
            var signups = await GetAsync("/signups");
            var contacts = await GetAsync("/crm/contacts");
            return (signups.Number("welcomed"), contacts.Number("count")) == (users, users);
        },
        within);

    /// <summary>How many jobs the store has, in any state.</summary>
    public async Task<int> CountJobsAsync() => (await GetAsync("/jobs")).GetProperty("newest").GetArrayLength();

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Dispose();
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseSetting("DataFolder", _folder.Path);
        foreach (var (key, value) in settings)
        {
            builder.UseSetting(key, value);
        }

        builder.ConfigureServices(services =>
            services.AddHttpClient<CrmClient>().ConfigurePrimaryHttpMessageHandler(() => Server.CreateHandler()));
    }
}

internal static class JsonElementExtensions
{
    public static long Number(this JsonElement json, string name) => json.GetProperty(name).GetInt64();

    public static string? Text(this JsonElement json, string name) => json.GetProperty(name).GetString();
}
