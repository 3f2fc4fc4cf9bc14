namespace Ostinato.Generators.Tests.RoundTrips;

#pragma warning disable CS0693 // The inner T hides the outer one, which is the point.
public static class Shelf<T>
{
    public sealed class Drawer<T>
        where T : struct
    {
        public required T Content { get; init; }

        public T? Spare { get; init; }
    }
}
#pragma warning restore CS0693

[Job("shapes.hidden-parameter")]
public sealed record HiddenParameter(Shelf<string>.Drawer<int> Drawer);
