namespace Ostinato.Testing;

/// <summary>Whether a manifest is to be written anew.</summary>
internal enum Renewal
{
    /// <summary>It is only compared.</summary>
    None,

    /// <summary>It is written where nothing that is stored is harmed.</summary>
    Compatible,

    /// <summary>It is written in any case.</summary>
    All,
}

/// <summary>Reads the wish from the environment.</summary>
internal static class RenewalRequest
{
    public const string Variable = "OSTINATO_UPDATE_MANIFEST";

    /// <exception cref="JobAssertionException">The wish is not understood, or it is wished on a build server.</exception>
    public static Renewal In(Func<string, string?> environment)
    {
        var wish = environment(Variable) switch
        {
            null or "" or "0" => Renewal.None,
            "1" => Renewal.Compatible,
            "all" => Renewal.All,
            var other => throw new JobAssertionException(
                $"{Variable} is '{other}'. Say 1 to renew the manifest where all that is stored can still be read, or all to renew it in "
                + "any case."),
        };
        return wish is not Renewal.None && environment("CI") is "true" or "True" or "1"
            ? throw new JobAssertionException(
                $"{Variable} is set on a build server (CI is set). Renew the manifest where it can be committed, and remove the variable.")
            : wish;
    }
}
