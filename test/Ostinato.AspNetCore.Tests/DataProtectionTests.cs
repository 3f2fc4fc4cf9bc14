using System.Security.Cryptography;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Ostinato.AspNetCore.Tests;

/// <summary>Encrypted members under the keys of ASP.NET Core Data Protection.</summary>
public sealed class DataProtectionTests : IDisposable
{
    private static readonly byte[] Place = "payload\npay\n/card"u8.ToArray();

    private static readonly byte[] Secret = "\"4111 1111\""u8.ToArray();

    private readonly DirectoryInfo _keys = Directory.CreateTempSubdirectory("ostinato-keys-");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _keys.Delete(recursive: true);

    [Fact]
    public async Task A_job_is_stored_under_the_id_of_its_key_and_run_in_another_process()
    {
        using var client = await StartAsync();
        var handle = await client.Services.GetRequiredService<IJobClient>().EnqueueAsync(new Pay("4111 1111"), Ct);
        var (cipher, _) = Cipher();

        var job = (await client.Services.GetRequiredService<IJobAdmin>().Jobs.GetAsync(handle.Id, Ct))!;

        job.PayloadText.ShouldBe("""{"card":"[encrypted]"}""");
        var stored = cipher.Seal(Secret, Place);
        Guid.TryParse(stored.Key, out _).ShouldBeTrue();
        Cipher().Cipher.Open(stored, Place).ShouldBe(Secret);
        (await client.Services.GetRequiredService<IJobClient>().ResultAsync<string>(handle.Id, TimeSpan.FromMinutes(1), Ct))
            .ShouldBe("paid with 4111 1111");
    }

    [Fact]
    public void After_a_rotation_the_old_is_read_and_the_new_key_is_written()
    {
        var (cipher, keys) = Cipher();
        var old = cipher.Seal(Secret, Place);

        keys.CreateNewKey(DateTimeOffset.UtcNow.AddSeconds(1), DateTimeOffset.UtcNow.AddDays(365));

        var rotated = Cipher().Cipher;
        rotated.Open(old, Place).ShouldBe(Secret);
        rotated.Seal(Secret, Place).Key.ShouldNotBe(old.Key);
    }

    [Fact]
    public void A_key_that_was_revoked_is_said_to_be_missing()
    {
        var (cipher, keys) = Cipher();
        var stored = cipher.Seal(Secret, Place);

        keys.RevokeKey(Guid.Parse(stored.Key), "lost");

        Should.Throw<KeyNotFoundException>(() => Cipher().Cipher.Open(stored, Place)).Message.ShouldContain(stored.Key);
    }

    [Fact]
    public void A_value_that_was_changed_or_moved_does_not_open()
    {
        var cipher = Cipher().Cipher;
        var stored = cipher.Seal(Secret, Place);
        var changed = stored.Data.ToArray();
        changed[^1] ^= 1;

        Should.Throw<CryptographicException>(() => cipher.Open(stored with { Data = changed }, Place));
        Should.Throw<CryptographicException>(() => cipher.Open(stored with { Data = new byte[3] }, Place));
        Should.Throw<CryptographicException>(() => cipher.Open(stored, "payload\npay\n/cvc"u8));
    }

    [Fact]
    public void An_application_without_Data_Protection_is_told_to_add_it() =>
        Should.Throw<OstinatoConfigurationException>(() => new ServiceCollection()
            .AddOstinato(o => o.UseMemory().Encryption(e => e.UseDataProtection()))
            .BuildServiceProvider().GetRequiredService<IJobClient>()).Message.ShouldContain("AddDataProtection()");

    private (IMemberCipher Cipher, IKeyManager Keys) Cipher()
    {
        var services = new ServiceCollection();
        Protect(services);
        var provider = services.BuildServiceProvider();
        var keys = provider.GetRequiredService<IKeyManager>();
        return (new DataProtectionCipher(provider.GetRequiredService<IDataProtectionProvider>(), keys), keys);
    }

    private void Protect(IServiceCollection services) =>
        services.AddDataProtection().SetApplicationName("shop").PersistKeysToFileSystem(_keys);

    private async Task<IHost> StartAsync()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        Protect(builder.Services);
        builder.Services.AddOstinato(o => o
            .UseMemory()
            .AddJob(new JobDefinition<Pay>("pay", Json<Pay>()) { Result = Json<string>() })
            .AddHandler(JobHandlerBinding.Of<Pay, string, PayHandler>())
            .Encryption(e => e.UseDataProtection())
            .AddWorker(worker => worker.Queue("default")));
        var host = builder.Build();
        await host.StartAsync(Ct);
        return host;
    }

    private static JsonTypeInfo<T> Json<T>() => (JsonTypeInfo<T>)JobJson.Options(new DefaultJsonTypeInfoResolver()).GetTypeInfo(typeof(T));

    private sealed record Pay([Encrypted] string Card);

    private sealed class PayHandler : IJobHandler<Pay, string>
    {
        public Task<string> HandleAsync(Pay job, JobContext context, CancellationToken ct) => Task.FromResult($"paid with {job.Card}");
    }
}
