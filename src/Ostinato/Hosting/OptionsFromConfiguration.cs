using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace Ostinato.Hosting;

/// <summary>
/// Reads a section of the configuration by hand: no reflection, and errors that name the path. It comes after everything that code says,
/// in whatever order the set-up says it.
/// </summary>
internal sealed class OptionsFromConfiguration<TOptions>(
    string section, IConfiguration? configuration, Action<IConfigurationSection, TOptions> read)
    : IPostConfigureOptions<TOptions>, IOptionsChangeTokenSource<TOptions>
    where TOptions : class
{
    public string? Name => Options.DefaultName;

    public void PostConfigure(string? name, TOptions options)
    {
        if (configuration is not null && name == Name)
        {
            read(configuration.GetSection(section), options);
        }
    }

    public IChangeToken GetChangeToken() => configuration?.GetReloadToken() ?? new CancellationChangeToken(CancellationToken.None);
}

/// <summary>Typed reading of single values.</summary>
internal static class ConfigurationReading
{
    public static void Read(this IConfigurationSection section, string key, Action<int> set)
    {
        if (section[key] is { } text)
        {
            set(int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var value)
                ? value
                : throw Bad(section, key, text, "a whole number"));
        }
    }

    public static void Read(this IConfigurationSection section, string key, Action<bool> set)
    {
        if (section[key] is { } text)
        {
            set(bool.TryParse(text, out var value) ? value : throw Bad(section, key, text, "true or false"));
        }
    }

    public static void Read(this IConfigurationSection section, string key, Action<double> set)
    {
        if (section[key] is { } text)
        {
            set(double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
                ? value
                : throw Bad(section, key, text, "a number such as 50 or 0.5"));
        }
    }

    public static void Read(this IConfigurationSection section, string key, Action<TimeSpan> set)
    {
        if (section[key] is { } text)
        {
            set(DurationText.TryParse(text, out var value)
                ? value
                : throw Bad(section, key, text, "a duration such as 00:00:30 or 1.00:00:00"));
        }
    }

    public static void Read(this IConfigurationSection section, string key, Action<DateTimeOffset> set)
    {
        if (section[key] is { } text)
        {
            set(DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var value)
                ? value
                : throw Bad(section, key, text, "a time such as 2026-01-31T08:00:00+02:00; without an offset it is UTC"));
        }
    }

    public static void Read<TEnum>(this IConfigurationSection section, string key, Action<TEnum> set)
        where TEnum : struct, Enum
    {
        if (section[key] is { } text)
        {
            set(Enum.TryParse<TEnum>(text, ignoreCase: true, out var value) && Enum.IsDefined(value)
                ? value
                : throw Bad(section, key, text, "one of " + string.Join(", ", Enum.GetNames<TEnum>())));
        }
    }

    /// <summary>Adds the values of a list, written with numbers as keys, to what is in it.</summary>
    public static void Read(this IConfigurationSection section, string key, ICollection<string> values)
    {
        var list = section.GetSection(key);
        if (list.Value is { Length: > 0 } text)
        {
            throw Bad(section, key, text, $"a list: {section.Path}:{key}:0");
        }

        foreach (var value in list.GetChildren().Select(child => child.Value ?? "").Where(value => !values.Contains(value)))
        {
            values.Add(value);
        }
    }

    /// <summary>A key that nobody reads is a mistake in its name, which would otherwise show at night.</summary>
    public static void RefuseOtherKeys(this IConfigurationSection section, params ReadOnlySpan<string> known)
    {
        foreach (var key in section.GetChildren())
        {
            if (!known.Contains(key.Key, StringComparer.OrdinalIgnoreCase))
            {
                throw new OstinatoConfigurationException(
                    $"Configuration {key.Path} is no setting. {section.Path} has {string.Join(", ", known)}.");
            }
        }
    }

    /// <summary>
    /// What a key names, among those that code names. Keys of the configuration have no case, as environment variables show; the names of
    /// jobs have.
    /// </summary>
    public static string NameOf(IEnumerable<string> named, string key) =>
        named.FirstOrDefault(name => name.Equals(key, StringComparison.OrdinalIgnoreCase)) ?? key;

    private static OstinatoConfigurationException Bad(IConfigurationSection section, string key, string text, string wanted) =>
        new($"Configuration {section.Path}:{key} is '{text}'; it must be {wanted}.");
}
