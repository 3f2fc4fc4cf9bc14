namespace Signup;

/// <summary>Tells a newcomer what to try.</summary>
public static class Home
{
    public static void MapHome(this WebApplication app)
    {
        app.MapGet("/", (HttpRequest request) => Text($"{request.Scheme}://{request.Host}"));
        app.Lifetime.ApplicationStarted.Register(() => app.Logger.LogInformation(
            "What to try: curl {Address}/ (this is process {ProcessId}; kill -9 {ProcessId} and a new start lose nothing)",
            app.Urls.FirstOrDefault(), Environment.ProcessId, Environment.ProcessId));
    }

    private static string Text(string address) => $$"""
        Signup: an application that sends a welcome e-mail and tells a CRM of every new user, by durable jobs.

        Sign somebody up, and look into the folder outbox/:
          curl {{address}}/signups -H 'Content-Type: application/json' -d '{"email":"ada@example.com","name":"Ada"}'

        Sign 5,000 people up:
          (echo email,name; seq 5000 | sed 's/.*/user&@example.com,User &/') | curl {{address}}/signups/import --data-binary @- -H 'Content-Type: text/csv'

        See what happened. The CRM refuses every third contact at first, so some jobs are retried:
          curl {{address}}/signups
          curl {{address}}/jobs
          curl '{{address}}/jobs?state=retryable'
          curl {{address}}/jobs/1
          curl {{address}}/crm/contacts

        End the process without a warning in the middle of an import, start it again, and compare the counts:
          kill -9 {{Environment.ProcessId}}

        Health:
          curl {{address}}/health/live
          curl {{address}}/health/ready

        """;
}
