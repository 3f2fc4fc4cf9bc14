using System.Net;
using Ostinato;

namespace Signup.Crm;

/// <summary>A person, as the CRM knows them.</summary>
public sealed record Contact(long Id, string Email, string Name);

/// <summary>Calls the CRM.</summary>
public sealed class CrmClient(HttpClient http)
{
    /// <summary>Adds a contact. To add it again changes nothing, so a job may safely do so.</summary>
    public async Task AddAsync(Contact contact, CancellationToken ct)
    {
        using var response = await http.PostAsJsonAsync("crm/contacts", contact, ct);
        if (response.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.UnprocessableEntity)
        {
            // The CRM will never take this one, so there is no point in asking again.
            throw new JobDiscardedException($"the CRM refuses contact {contact.Id}: {await response.Content.ReadAsStringAsync(ct)}");
        }

        response.EnsureSuccessStatusCode();
    }
}

public static class CrmServices
{
    public static void AddCrm(this WebApplicationBuilder builder, string file)
    {
        // The CRM of this sample is the sample itself.
        var url = builder.Configuration["Crm:Url"] ?? builder.Configuration["Urls"]?.Split(';')[0] ?? "http://127.0.0.1:5080";
        builder.Services.AddHttpClient<CrmClient>(http => http.BaseAddress = new Uri(url));
        builder.Services.AddSingleton(new PretendCrm(file, builder.Configuration.GetValue("Crm:RefuseEvery", 3)));
    }
}
