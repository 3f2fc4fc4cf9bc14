using Microsoft.Extensions.DependencyInjection;
using Ostinato.Privacy;

namespace Ostinato;

/// <summary>Says where the keys of encrypted members come from. Without a word they come from <c>Ostinato:Encryption</c>.</summary>
public sealed class EncryptionBuilder
{
    internal EncryptionBuilder()
    {
    }

    internal List<(string Id, byte[] Key)> Keys { get; } = [];

    internal string? Current { get; private set; }

    internal Func<IServiceProvider, IMemberCipher>? Cipher { get; private set; }

    /// <summary>Adds a key.</summary>
    /// <param name="id">Its id, stored beside what it encrypts: 1 to 100 characters of <c>a–z A–Z 0–9 . _ : -</c>.</param>
    /// <param name="key">32 random bytes.</param>
    public EncryptionBuilder Key(string id, byte[] key)
    {
        ArgumentNullException.ThrowIfNull(key);
        Keys.Add((id, key));
        return this;
    }

    /// <summary>The key under which new values are written. Default: the key, where there is only one.</summary>
    public EncryptionBuilder CurrentKey(string id)
    {
        Current = id;
        return this;
    }

    /// <summary>Takes keys from two functions.</summary>
    /// <inheritdoc cref="IJobKeyRing"/>
    public EncryptionBuilder UseKeys(Func<string> currentKey, Func<string, byte[]?> find)
    {
        ArgumentNullException.ThrowIfNull(currentKey);
        ArgumentNullException.ThrowIfNull(find);
        return UseKeys(new Functions(currentKey, find));
    }

    /// <summary>Takes keys from a ring.</summary>
    public EncryptionBuilder UseKeys(IJobKeyRing ring)
    {
        ArgumentNullException.ThrowIfNull(ring);
        return UseCipher(_ => new AesGcmCipher(ring));
    }

    /// <summary>Takes keys from a ring that is a service of the application.</summary>
    public EncryptionBuilder UseKeys<TRing>()
        where TRing : class, IJobKeyRing => UseCipher(services => new AesGcmCipher(services.GetRequiredService<TRing>()));

    /// <summary>Encrypts in another way, such as where keys never leave their place.</summary>
    public EncryptionBuilder UseCipher(Func<IServiceProvider, IMemberCipher> create)
    {
        ArgumentNullException.ThrowIfNull(create);
        Cipher = create;
        return this;
    }

    private sealed class Functions(Func<string> current, Func<string, byte[]?> find) : IJobKeyRing
    {
        public string CurrentKey => current();

        public byte[]? Find(string id) => find(id);
    }
}

/// <summary>The cipher of tests whose set-up names no keys.</summary>
internal sealed record SubstituteCipher(IMemberCipher Cipher);

/// <summary>What one call of the set-up says of keys.</summary>
internal sealed record EncryptionSetup(Action<EncryptionBuilder> Configure);
