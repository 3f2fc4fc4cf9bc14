using Microsoft.CodeAnalysis;

namespace Ostinato.Generators;

/// <summary>Something in a payload that the generator cannot write or read. For the analyzer only: it holds a symbol.</summary>
/// <param name="Member">The member that is to blame, or the type itself.</param>
/// <param name="Reason">A clause such as "Stream is not a type of data".</param>
internal sealed record JsonProblem(ISymbol Member, string Reason);
