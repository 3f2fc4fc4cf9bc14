using System.Text;

namespace Ostinato.Generators;

/// <summary>Proposes a wire name for a type: <c>SendPDFInvoiceJob</c> becomes <c>send-pdf-invoice</c>.</summary>
internal static class ProposedName
{
    private static readonly string[] Suffixes = ["Job", "Payload"];

    public static string Of(string typeName)
    {
        var name = WithoutSuffix(typeName);
        var text = new StringBuilder();
        for (var i = 0; i < name.Length; i++)
        {
            if (i > 0 && char.IsUpper(name[i]) && (!char.IsUpper(name[i - 1]) || (i + 1 < name.Length && char.IsLower(name[i + 1]))))
            {
                text.Append('-');
            }

            text.Append(char.ToLowerInvariant(name[i]));
        }

        var proposed = text.Replace("_-", "-").ToString();
        return WireName.IsValid(proposed) ? proposed : "my-job";
    }

    private static string WithoutSuffix(string name)
    {
        foreach (var suffix in Suffixes)
        {
            if (name.Length > suffix.Length && name.EndsWith(suffix, StringComparison.Ordinal))
            {
                return name.Substring(0, name.Length - suffix.Length);
            }
        }

        return name;
    }
}
