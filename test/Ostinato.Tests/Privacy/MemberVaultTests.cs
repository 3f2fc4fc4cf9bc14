using Microsoft.Extensions.Logging.Abstractions;
using Ostinato.Privacy;
using Ostinato.Tests.Jobs;

namespace Ostinato.Tests.Privacy;

public sealed class MemberVaultTests
{
    [Fact]
    public void A_kind_of_job_without_private_members_pays_nothing()
    {
        var plain = HandMade.Define<Alpha>("alpha");
        var vault = new MemberVault(new JobRegistry([plain], [], []), cipher: null, NullLogger.Instance);
        ReadOnlyMemory<byte> payload = """{"Number":7}"""u8.ToArray();
        vault.Seal(plain, "alpha", payload).ShouldBe(payload);
        vault.OpenResult(plain, "alpha", payload).ShouldBe(payload);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++)
        {
            vault.Seal(plain, "alpha", payload);
            vault.OpenResult(plain, "alpha", payload);
        }

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }
}
