using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Ostinato.Tests.Jobs;

namespace Ostinato.Tests.Privacy;

/// <summary>What is wrong with keys is told at the start.</summary>
public sealed class ConfiguredKeysTests
{
    private static readonly string Good = Convert.ToBase64String(Keys.Bytes("good"));

    [Fact]
    public void A_job_with_an_encrypted_member_needs_a_key() => Refusal([]).ShouldBe(
        "Job 'pay' (Pay) has the encrypted member 'Card', and no key is configured. Set Ostinato:Encryption:Keys:<id> to 32 random bytes in "
        + "base 64 (openssl rand -base64 32), or say Encryption(…) in AddOstinato(…).");

    [Fact]
    public void A_single_key_is_the_current_one() => Start(new() { ["Keys:2026"] = Good });

    [Fact]
    public void A_current_key_that_is_not_there_is_refused() => Refusal(new() { ["Keys:2026"] = Good, ["CurrentKey"] = "2027" }).ShouldBe(
        "Ostinato:Encryption:CurrentKey is '2027', and there is no such key. Ostinato:Encryption:Keys has 2026.");

    [Fact]
    public void Of_two_keys_one_must_be_named() => Refusal(new() { ["Keys:2026"] = Good, ["Keys:2027"] = Good }).ShouldBe(
        "There are 2 keys, and nothing says which one new values are written under. Set Ostinato:Encryption:CurrentKey.");

    [Fact]
    public void A_key_that_is_no_base_64_is_refused_and_not_told()
    {
        var message = Refusal(new() { ["Keys:2026"] = "s3cret !" });

        message.ShouldBe(
            "Configuration Ostinato:Encryption:Keys:2026 is no key: it must be 32 random bytes in base 64 (openssl rand -base64 32).");
        message.ShouldNotContain("s3cret");
    }

    [Fact]
    public void A_key_of_another_length_is_refused() => Refusal(new() { ["Keys:2026"] = Convert.ToBase64String(new byte[16]) }).ShouldBe(
        "Configuration Ostinato:Encryption:Keys:2026 has 16 bytes; a key has 32. Make one: openssl rand -base64 32.");

    [Fact]
    public void An_id_in_code_and_in_the_configuration_is_refused() =>
        Refusal(new() { ["Keys:OLD"] = Good }, e => e.Key("old", Keys.Bytes("x"))).ShouldBe(
            "Configuration Ostinato:Encryption:Keys:OLD has the id of another key. Give each key an id of its own.");

    [Fact]
    public void A_key_that_nobody_reads_is_refused() => Refusal(new() { ["Key"] = Good }).ShouldBe(
        "Configuration Ostinato:Encryption:Key is no setting. Ostinato:Encryption has Keys, CurrentKey.");

    [Fact]
    public void Keys_beside_a_key_ring_are_refused() => Refusal(new() { ["Keys:2026"] = Good }, e => e.UseKeys(new Keys("a"))).ShouldBe(
        "Configuration Ostinato:Encryption gives keys, and Encryption(…) takes them from elsewhere. Remove one of them.");

    [Fact]
    public void A_key_ring_without_its_current_key_is_refused() =>
        Refusal([], e => e.UseKeys(() => "now", _ => null)).ShouldBe(
            "Job 'pay' (Pay) has the encrypted member 'Card', and its key cannot be used: There is no key 'now'.");

    [Fact]
    public void A_job_that_is_unique_by_its_whole_payload_cannot_hold_what_is_encrypted()
    {
        var job = new JobDefinition<Pay>("pay", HandMade.Json<Pay>()) { Unique = new UniqueRule() };

        Refusal(new() { ["Keys:2026"] = Good }, job: job).ShouldBe(
            "Job 'pay' (Pay) has the encrypted member 'Card', and is unique by its whole payload, of which a hash is stored. Name the members "
            + "that make it unique: [Unique(Key = \"{…}\")].");
    }

    [Fact]
    public void A_template_of_a_unique_key_cannot_name_what_is_encrypted() =>
        Should.Throw<OstinatoConfigurationException>(() => UniqueKeyTemplate.Compile("{Card}", HandMade.Json<Pay>())).Message.ShouldContain(
            "'Card' is encrypted, and the hash of the key would tell whether a guess is right");

    [Fact]
    public void A_key_ring_may_be_a_service() => Start([], e => e.UseKeys<Keys>());

    private static string Refusal(
        Dictionary<string, string?> configuration, Action<EncryptionBuilder>? encryption = null, JobDefinition? job = null) =>
        Should.Throw<OstinatoConfigurationException>(() => Start(configuration, encryption, job)).Message;

    private static void Start(
        Dictionary<string, string?> configuration, Action<EncryptionBuilder>? encryption = null, JobDefinition? job = null)
    {
        var services = new ServiceCollection();
        services.AddSingleton(new Keys("service"));
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder()
            .AddInMemoryCollection(configuration.Select(entry => KeyValuePair.Create($"Ostinato:Encryption:{entry.Key}", entry.Value))).Build());
        services.AddOstinato(o =>
        {
            o.UseMemory().AddJob(job ?? HandMade.Define<Pay>("pay"));
            if (encryption is not null)
            {
                o.Encryption(encryption);
            }
        });
        using var provider = services.BuildServiceProvider();
        provider.GetRequiredService<IJobClient>();
    }

    private sealed record Pay([Encrypted] string Card);
}
