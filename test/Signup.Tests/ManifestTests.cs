using Ostinato;
using Ostinato.Testing;

namespace Signup.Tests;

/// <summary>What is stored for years must stay readable, whatever becomes of the code.</summary>
public sealed class ManifestTests
{
    [Fact]
    public Task Every_stored_job_can_still_be_run() => JobManifest.VerifyAsync(
        o => o.AddSignupJobs(), "../../samples/Signup/ostinato.jobs.json", TestContext.Current.CancellationToken);
}
