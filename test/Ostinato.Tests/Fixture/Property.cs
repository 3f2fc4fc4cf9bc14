using FsCheck;
using FsCheck.Fluent;

namespace Ostinato.Tests;

/// <summary>Checks what must hold for every input, on inputs made at random.</summary>
internal static class Property
{
    public static void Holds<T>(Gen<T> inputs, Func<T, bool> property) =>
        Prop.ForAll(Arb.From(inputs), property).QuickCheckThrowOnFailure();

    /// <summary>Text as users write it, with many of the characters that could be mistaken for something else.</summary>
    public static Gen<string> Text { get; } =
        from characters in Gen.Elements([.. @"~{}/|:\-_., ab0é", '\0', '"', '\u2028']).ArrayOf()
        select new string(characters);
}
