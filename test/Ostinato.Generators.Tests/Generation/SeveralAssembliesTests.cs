using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;
using Ostinato.Generators.Tests.Support;

namespace Ostinato.Generators.Tests.Generation;

/// <summary>Generated code of several assemblies is compiled, loaded and run together.</summary>
public sealed class SeveralAssembliesTests
{
    private const string Mail = """
        [assembly: System.Runtime.CompilerServices.InternalsVisibleTo("Shop")]

        namespace Mail;

        [Job("mail.welcome")]
        public sealed record Welcome(int UserId);

        internal sealed class WelcomeHandler : IJobHandler<Welcome>
        {
            public Task HandleAsync(Welcome job, JobContext context, CancellationToken ct) => Task.CompletedTask;
        }
        """;

    private const string Contracts = """
        [assembly: JobContracts]

        namespace Contracts;

        [Job("contracts.ship")]
        public sealed record Ship(Guid OrderId) : IJobResult<int>;
        """;

    private const string Shop = """
        namespace Shop;

        [Job("shop.charge")]
        internal sealed record Charge(decimal Amount);

        internal sealed class Handlers : IJobHandler<Charge>, IJobHandler<Contracts.Ship, int>
        {
            public Task HandleAsync(Charge job, JobContext context, CancellationToken ct) => Task.CompletedTask;

            public Task<int> HandleAsync(Contracts.Ship job, JobContext context, CancellationToken ct) => Task.FromResult(1);
        }

        public static class Setup
        {
            public static void Run(OstinatoBuilder builder) => builder.AddJobs().AddMyCompanyMailJobs().AddContractsJobs();
        }
        """;

    [Fact]
    public void The_jobs_of_three_assemblies_live_together()
    {
        var registry = Load();

        registry.All.Select(job => $"{job.Definition.Name}: {job.Handler?.HandlerType.FullName}").Order().ShouldBe(
        [
            "contracts.ship: Shop.Handlers",
            "mail.welcome: Mail.WelcomeHandler",
            "shop.charge: Shop.Handlers",
        ]);
    }

    [Fact]
    public void A_result_that_a_payload_promises_can_be_stored_wherever_its_handler_lives() =>
        Load().Find("contracts.ship")!.Definition.Result!.Type.ShouldBe(typeof(int));

    private static JobRegistry Load()
    {
        var context = new AssemblyLoadContext("test", isCollectible: true);
        var mail = Emit(Sources.CompileAs("MyCompany.Mail-Jobs", Mail), context);
        var contracts = Emit(Sources.CompileAs("Contracts", Contracts), context);
        Emit(Sources.CompileAs("Shop", Shop).AddReferences(mail, contracts), context);

        var services = new ServiceCollection().AddOstinato(ostinato => context.Assemblies
            .Single(assembly => assembly.GetName().Name == "Shop")
            .GetType("Shop.Setup")!
            .GetMethod("Run", BindingFlags.Static | BindingFlags.Public)!
            .CreateDelegate<Action<OstinatoBuilder>>()(ostinato));
        using var provider = services.BuildServiceProvider();
        return provider.GetRequiredService<JobRegistry>();
    }

    private static MetadataReference Emit(Compilation compilation, AssemblyLoadContext context)
    {
        using var image = new MemoryStream();
        Sources.ShouldCompileWithGenerated(compilation).Emit(image).Success.ShouldBeTrue();
        image.Position = 0;
        context.LoadFromStream(image);
        return MetadataReference.CreateFromImage(image.ToArray());
    }
}
