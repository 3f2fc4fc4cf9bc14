namespace Ostinato.Generators;

/// <summary>Writes the declarations of members that code cannot call by their names.</summary>
internal static class AccessorEmitter
{
    /// <summary>The name to call; a member of a generic type sits in a generic class.</summary>
    public static string Call(string type, string member, AccessorModel accessor) =>
        accessor.TypeParameters.Length == 0 ? $"{type}_{member}" : $"{type}_{member}{accessor.TypeArguments}.Call";

    public static void Emit(string type, string member, string kind, AccessorModel accessor, SourceWriter writer)
    {
        writer.Line();
        if (accessor.TypeParameters.Length == 0)
        {
            Declare("private", $"{type}_{member}", kind, accessor, writer);
            return;
        }

        writer.Open($"private static class {type}_{member}{accessor.TypeParameters}{accessor.Constraints}");
        Declare("internal", "Call", kind, accessor, writer);
        writer.Close();
    }

    private static void Declare(string access, string name, string kind, AccessorModel accessor, SourceWriter writer)
    {
        writer.Line($"[UnsafeAccessor(UnsafeAccessor{kind})]");
        writer.Line($"{access} static extern {accessor.ReturnType} {name}({accessor.Signature});");
    }
}
