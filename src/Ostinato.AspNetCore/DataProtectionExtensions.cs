using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.DependencyInjection;
using Ostinato.AspNetCore;

namespace Ostinato;

/// <summary>Keys of encrypted members from ASP.NET Core Data Protection.</summary>
public static class DataProtectionExtensions
{
    /// <summary>
    /// Encrypts members with the keys of the application's Data Protection, which makes new ones and keeps the old ones by itself.
    /// </summary>
    /// <remarks>
    /// The algorithm is that of Data Protection, AES-256-CBC with HMAC-SHA-256 unless the application says otherwise. Every process that
    /// enqueues or runs these jobs must share the keys (<c>PersistKeysTo…</c>) and the name of the application
    /// (<c>SetApplicationName</c>). A job whose key was revoked or removed is set aside.
    /// </remarks>
    public static EncryptionBuilder UseDataProtection(this EncryptionBuilder encryption)
    {
        ArgumentNullException.ThrowIfNull(encryption);
        return encryption.UseCipher(services => new DataProtectionCipher(
            services.GetService<IDataProtectionProvider>() ?? throw new OstinatoConfigurationException(
                "Encryption(…) takes keys from Data Protection, and the application has none. Call builder.Services.AddDataProtection()."),
            services.GetService<IKeyManager>()));
    }
}
