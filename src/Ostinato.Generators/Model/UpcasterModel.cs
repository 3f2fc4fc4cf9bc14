namespace Ostinato.Generators;

/// <summary>A method that makes the next version of a payload.</summary>
/// <param name="Version">The version that it is given.</param>
/// <param name="Method">How code names it.</param>
/// <param name="Name">How people do.</param>
internal sealed record UpcasterModel(int Version, string Method, string Name);
