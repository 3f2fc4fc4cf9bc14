using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Ostinato.Generators;

/// <summary>Decides whether a call inside a handler should be given the handler's cancellation token.</summary>
internal static class TokenForwarding
{
    public static bool IsMissing(IInvocationOperation call, IParameterSymbol token, Compilation compilation) =>
        !GivesAnyToken(call) && CanTakeToken(call, compilation) && TokenIsMeant(call, token);

    public static Location PlaceOf(IInvocationOperation call) => call.Syntax is InvocationExpressionSyntax { Expression: var called }
        ? (called is MemberAccessExpressionSyntax member ? member.Name : called).GetLocation()
        : call.Syntax.GetLocation();

    private static bool IsToken(ITypeSymbol type) => KnownNames.Is(type, "System.Threading.CancellationToken");

    /// <summary>Any token that is written out was chosen; it need not be the handler's own.</summary>
    private static bool GivesAnyToken(IInvocationOperation call) =>
        call.Arguments.Any(argument => argument.ArgumentKind is ArgumentKind.Explicit && IsTokenOrTokens(argument.Parameter?.Type))
        || call.Arguments.Any(argument => argument.ArgumentKind is ArgumentKind.ParamArray && IsTokenOrTokens(argument.Parameter?.Type));

    private static bool IsTokenOrTokens(ITypeSymbol? type) => type switch
    {
        IArrayTypeSymbol array => IsToken(array.ElementType),
        INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T, TypeArguments: [var value] } => IsToken(value),
        null => false,
        _ => IsToken(type),
    };

    private static bool CanTakeToken(IInvocationOperation call, Compilation compilation) =>
        call.TargetMethod.Parameters.Any(parameter => parameter.IsOptional && IsToken(parameter.Type))
        || call.TargetMethod.ContainingType.GetMembers(call.TargetMethod.Name).OfType<IMethodSymbol>()
            .Any(other => IsSameWithToken(call.TargetMethod.OriginalDefinition, other.OriginalDefinition)
                && compilation.IsSymbolAccessibleWithin(other, compilation.Assembly)
                && !Attributes.Has(other, "System.ObsoleteAttribute"));

    private static bool IsSameWithToken(IMethodSymbol method, IMethodSymbol other) =>
        other.Parameters.Length == method.Parameters.Length + 1
        && other.IsStatic == method.IsStatic
        && other.Arity == method.Arity
        && IsToken(other.Parameters[method.Parameters.Length].Type)
        && method.Parameters.Zip(other.Parameters, (one, two) => one.Type.ToDisplayString() == two.Type.ToDisplayString()).All(same => same)
        && method.ReturnType.ToDisplayString() == other.ReturnType.ToDisplayString();

    /// <summary>
    /// Clean-up in catch and finally must not be cut short, a function with a token of its own has another one in mind,
    /// and a sequence may take its token from WithCancellation.
    /// </summary>
    private static bool TokenIsMeant(IInvocationOperation call, IParameterSymbol token)
    {
        for (IOperation child = call, parent = call.Parent!; parent is not null; (child, parent) = (parent, parent.Parent!))
        {
            var isElsewhere = parent switch
            {
                ICatchClauseOperation => true,
                ITryOperation tried => tried.Finally == child,
                IAnonymousFunctionOperation lambda => HasToken(lambda.Symbol, token),
                ILocalFunctionOperation local => HasToken(local.Symbol, token),
                IInvocationOperation { TargetMethod.Name: "WithCancellation" } => true,
                _ => false,
            };
            if (isElsewhere)
            {
                return false;
            }
        }

        return true;
    }

    private static bool HasToken(IMethodSymbol function, IParameterSymbol token) =>
        function.IsStatic || function.Parameters.Any(parameter => SymbolEqualityComparer.Default.Equals(parameter.Type, token.Type));
}
