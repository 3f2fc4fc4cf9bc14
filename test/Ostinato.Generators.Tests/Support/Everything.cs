using System.Collections;
using System.Reflection;

namespace Ostinato.Generators.Tests.Support;

/// <summary>Every object that an object holds, directly or not.</summary>
internal static class Everything
{
    public static IReadOnlyCollection<object> In(object? root)
    {
        var seen = new HashSet<object>(ReferenceEqualityComparer.Instance);
        Visit(root, seen);
        return seen;
    }

    private static void Visit(object? value, HashSet<object> seen)
    {
        if (value is null or string || value.GetType().IsPrimitive || !seen.Add(value))
        {
            return;
        }

        if (value is IEnumerable items)
        {
            foreach (var item in items)
            {
                Visit(item, seen);
            }
        }

        foreach (var field in value.GetType().GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic))
        {
            if (!field.FieldType.IsPointer)
            {
                Visit(field.GetValue(value), seen);
            }
        }
    }
}
