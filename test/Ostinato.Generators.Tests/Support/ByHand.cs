using System.Diagnostics.CodeAnalysis;
using System.Reflection;

namespace Ostinato.Generators.Tests.Support;

/// <summary>Definitions as <c>AddJob&lt;TJob, THandler&gt;()</c> makes them.</summary>
internal static class ByHand
{
    private static readonly MethodInfo DefineMethod =
        typeof(ByHand).GetMethod(nameof(DefineOf), BindingFlags.Static | BindingFlags.NonPublic)!;

    public static JobDefinition Define(Type payload) => (JobDefinition)DefineMethod.MakeGenericMethod(payload).Invoke(null, null)!;

    private static JobDefinition<T> DefineOf<[DynamicallyAccessedMembers(JobAttributes.Methods)] T>()
        where T : notnull => JobAttributes.Define(JobAttributes.ReflectionJson<T>());
}
