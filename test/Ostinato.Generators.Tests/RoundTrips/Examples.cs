using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Ostinato.Generators.Tests.RoundTrips;

/// <summary>At least one payload of every shape.</summary>
internal static class Examples
{
    private static readonly DateTimeOffset Moment = new(2026, 2, 28, 23, 59, 58, 123, TimeSpan.FromHours(2));

    private static readonly Guid SomeId = new("11111111-2222-3333-4444-555555555555");

    public static IReadOnlyList<object> All { get; } =
    [
        new Empty(),
        new Simple(7, "Žygimantas <&> 🎼 \u0000", SomeId),
        new Simple(int.MinValue, "", Locale: "lt"),
        new Point(-1, 0.1),
        new Mutable { X = 3, Name = "init" },
        default(Mutable),
        new Plain { Number = 4, Name = "n", Id = Guid.Empty, Locale = "de", Secret = "not written" },
        new WithConstructor(5, "five") { Remark = "r" },
        new Names(1, "type", null, "/", 9),
        new Names(1, "type", "maybe", "/", 9),
        new Enums(Color.Red, null, Size.Large, null, Color.Green, null),
        new Enums((Color)99, Color.Blue, Size.Small, Size.Large, Color.Green, Color.Red, Color.Red),
        Values(),
        new Collections(),
        Collections(),
        new Recursive(new Node("a", new Node("b", null, []), [new Node("c", null, [new Node("d", null, [])])])),
        new Dog { Legs = 4, Name = "Rex", Barks = true, Sound = "vau" },
        Generic(),
        new HiddenParameter(new Shelf<string>.Drawer<int> { Content = 1, Spare = 2 }),
        new Demanding { Name = "given", Number = 3 },
        new DemandingStruct { Name = "given", Number = 3 },
        new DemandingRecord(2) { Name = "given", Remark = "r" },
        new Defaults(C: 0.5),
        new Defaults(2, 3, 4.5, 6, 7, null, 'x', false, Color.Red, null, null, SomeId, "m", 1, 2),
        new Nulls { Maybe = null, Takes = "t" },
        new Oblivious(),
        new Oblivious { Text = "t", List = ["a"] },
        new Converters(new Degrees(1.5), null, [new Degrees(2), new Degrees(3)]),
        new Converters(new Degrees(1.5), new Degrees(4), []),
        new Ids(new JobId(42)),
        new Ids(new JobId("01J-text"), new JobId(7)),
        new Private("4111", "a@b", new Private.Address("Vilnius", "Pilies"), []) { Cvc = 7 },
        new Outer.Inner(new Outer.Inner.Deeper(1, "e")),
    ];

    private static Values Values() => new(
        true, 255, -128, 'ž', short.MinValue, ushort.MaxValue, uint.MaxValue, long.MinValue, ulong.MaxValue, 1.1f, Math.PI, 1.10m, null,
        Moment.UtcDateTime, Moment, new DateOnly(2026, 2, 28), new TimeOnly(23, 59, 58), TimeSpan.FromSeconds(93784.5), Guid.Empty,
        (Half)1.5, Int128.MinValue, UInt128.MaxValue)
    {
        Uri = new Uri("https://example.org/?q=ž"),
        Version = new Version(1, 2, 3),
        Bytes = [0, 1, 255],
        Memory = new byte[] { 1, 2 },
        ReadOnlyMemory = new byte[] { 3, 4 },
        Element = JsonElement.Parse("""{ "a": [1, null] }"""),
        Node = JsonNode.Parse("[1,2]"),
        Object = new JsonObject { ["k"] = 1 },
        Array = [1, "two"],
        MaybeInt = 0,
        MaybeTime = Moment.DateTime,
    };

    private static Collections Collections() => new()
    {
        Array = [1, 2],
        Jagged = [["a"], [], ["b", "c"]],
        List = [3],
        MaybeList = ["x", null],
        HashSet = ["h"],
        SortedSet = [2, 1],
        Queue = new Queue<int>([1, 2, 3]),
        IList = [4],
        ICollection = [5],
        ISet = new HashSet<int> { 6 },
        IEnumerable = [7],
        IReadOnlyCollection = [8],
        IReadOnlyList = [new Point(1, 2)],
        ImmutableArray = [9],
        ImmutableList = [10],
        ImmutableHashSet = [11],
        Dictionary = new() { ["Key"] = 1, ["žž"] = 2 },
        ByColor = new() { [Color.Green] = [new Point(0, 0)], [(Color)77] = [] },
        ById = new() { [Guid.Empty] = null },
        Sorted = new() { [2] = "b", [1] = "a" },
        IDictionary = new Dictionary<string, string> { ["k"] = "v" },
        IReadOnlyDictionary = new Dictionary<string, int[]> { ["k"] = [1] },
        ImmutableDictionary = ImmutableDictionary<string, int>.Empty.Add("k", 1),
        Pair = new("p", 1),
    };

    private static Generic Generic() => new(
        new Page<Point>(1, [new Point(1, 1)]) { Favourite = new Point(2, 2), Size = 3 },
        new Page<string>(2, ["a", "b"]),
        new Box<string> { Content = "content" },
        new Box<string>.Lid<Color>.Handle { Color = Color.Blue });
}
