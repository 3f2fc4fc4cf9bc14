using Microsoft.Extensions.Configuration;
using Ostinato.Hosting;

namespace Ostinato.Privacy;

/// <summary>The keys that code and configuration give, which never change while the process runs.</summary>
internal sealed class ConfiguredKeys : IJobKeyRing
{
    public const string Section = "Ostinato:Encryption";

    private const string KeysPath = $"{Section}:{nameof(EncryptionBuilder.Keys)}";
    private const string CurrentPath = $"{Section}:{nameof(CurrentKey)}";

    // Keys of the configuration have no case, as environment variables show.
    private readonly Dictionary<string, byte[]> _keys = new(StringComparer.OrdinalIgnoreCase);

    private ConfiguredKeys(EncryptionBuilder code, IConfigurationSection? section)
    {
        foreach (var (id, key) in code.Keys)
        {
            Add(id, key, $"Key '{id}' of Encryption(…)");
        }

        foreach (var entry in section?.GetSection(nameof(EncryptionBuilder.Keys)).GetChildren() ?? [])
        {
            Add(entry.Key, Read(entry), $"Configuration {entry.Path}");
        }

        CurrentKey = Current(section?[nameof(CurrentKey)], CurrentPath)
            ?? Current(code.Current, "CurrentKey(…) of Encryption(…)")
            ?? Only();
    }

    public string CurrentKey { get; }

    public byte[]? Find(string id) => _keys.GetValueOrDefault(id);

    /// <summary>The cipher that the set-up asks for; null where it asks for none.</summary>
    /// <exception cref="OstinatoConfigurationException">The set-up does not make sense.</exception>
    public static IMemberCipher? CipherOf(EncryptionBuilder code, IConfiguration? configuration, IServiceProvider services)
    {
        var section = configuration?.GetSection(Section);
        section?.RefuseOtherKeys(nameof(EncryptionBuilder.Keys), nameof(CurrentKey));
        var isConfigured = section?.GetChildren().Any() == true;
        if (code.Cipher is { } cipher)
        {
            return isConfigured || code.Keys.Count > 0 || code.Current is not null
                ? throw new OstinatoConfigurationException(
                    $"{(isConfigured ? $"Configuration {Section}" : "Encryption(…)")} gives keys, and Encryption(…) takes them from "
                    + "elsewhere. Remove one of them.")
                : cipher(services);
        }

        return isConfigured || code.Keys.Count > 0 || code.Current is not null
            ? new AesGcmCipher(new ConfiguredKeys(code, section))
            : null;
    }

    private static byte[] Read(IConfigurationSection entry)
    {
        var text = entry.Value ?? "";
        var key = new byte[text.Length];
        return Convert.TryFromBase64String(text, key, out var length)
            ? key[..length]
            : throw new OstinatoConfigurationException(
                $"Configuration {entry.Path} is no key: it must be {AesGcmCipher.KeySize} random bytes in base 64 "
                + "(openssl rand -base64 32).");
    }

    private void Add(string id, byte[] key, string place)
    {
        if (!JobName.IsValid(id))
        {
            throw new OstinatoConfigurationException(
                $"{place}: '{id}' is no id of a key. Use 1 to {JobDefaults.MaxNameLength} characters of a-z A-Z 0-9 . _ : -");
        }

        if (key.Length != AesGcmCipher.KeySize)
        {
            throw new OstinatoConfigurationException(
                $"{place} has {key.Length} bytes; a key has {AesGcmCipher.KeySize}. Make one: openssl rand -base64 32.");
        }

        if (!_keys.TryAdd(id, key))
        {
            throw new OstinatoConfigurationException($"{place} has the id of another key. Give each key an id of its own.");
        }
    }

    private string? Current(string? id, string place) => id is null || _keys.ContainsKey(id)
        ? id
        : throw new OstinatoConfigurationException(
            $"{place} is '{id}', and there is no such key. {KeysPath} has {(_keys.Count == 0 ? "none" : string.Join(", ", _keys.Keys))}.");

    private string Only() => _keys.Count == 1
        ? _keys.Keys.First()
        : throw new OstinatoConfigurationException(
            $"There are {_keys.Count} keys, and nothing says which one new values are written under. Set {CurrentPath}.");
}
