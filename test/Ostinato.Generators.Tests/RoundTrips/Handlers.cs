[assembly: Ostinato.JobContracts]

namespace Ostinato.Generators.Tests.RoundTrips;

internal sealed class SimpleHandler : IJobHandler<Simple>
{
    public Task HandleAsync(Simple job, JobContext context, CancellationToken ct) => Task.CompletedTask;
}
