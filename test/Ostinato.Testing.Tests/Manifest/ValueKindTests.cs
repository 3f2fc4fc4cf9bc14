using System.Text;
using static Ostinato.Testing.Tests.Manifest.Code;

namespace Ostinato.Testing.Tests.Manifest;

/// <summary>Every kind of value against every other: what the manifest says must hold for what is really written.</summary>
public sealed class ValueKindTests
{
    private static readonly Random Random = new(25);

    private static readonly Kind[] Kinds =
    [
        Kind.Of(true, false),
        Kind.Of(byte.MinValue, byte.MaxValue, (byte)3),
        Kind.Of(sbyte.MinValue, sbyte.MaxValue),
        Kind.Of(short.MinValue, short.MaxValue),
        Kind.Of(ushort.MinValue, ushort.MaxValue),
        Kind.Of(int.MinValue, int.MaxValue, Random.Next()),
        Kind.Of(uint.MinValue, uint.MaxValue),
        Kind.Of(long.MinValue, long.MaxValue, Random.NextInt64()),
        Kind.Of(ulong.MinValue, ulong.MaxValue),
        Kind.Of(Int128.MinValue, Int128.MaxValue),
        Kind.Of(UInt128.MaxValue),
        Kind.Of((Half)1.1, Half.MinValue),
        Kind.Of(1.1f, float.MaxValue, Random.NextSingle()),
        Kind.Of(Math.PI, double.MaxValue, Random.NextDouble()),
        Kind.Of(1.10m, decimal.MaxValue, 0.1234567890123456789012345678m),
        Kind.Of('x', 'ž'),
        Kind.Of("", "a text", "2026-02-28", "17", "http://[", "Y"),
        Kind.Of(new DateTime(2026, 2, 28, 23, 59, 58, DateTimeKind.Utc), new DateTime(2026, 2, 28, 1, 2, 3, 4, DateTimeKind.Unspecified)),
        Kind.Of(new DateTimeOffset(2026, 2, 28, 23, 59, 58, TimeSpan.FromHours(-9))),
        Kind.Of(new DateOnly(2026, 2, 28)),
        Kind.Of(new TimeOnly(23, 59, 58), new TimeOnly(1, 2, 3, 4)),
        Kind.Of(TimeSpan.FromHours(-1), TimeSpan.FromDays(3.3)),
        Kind.Of(new Guid("11111111-2222-3333-4444-555555555555")),
        Kind.Of(new Uri("https://example.org/ž"), new Uri("a b", UriKind.Relative)),
        Kind.Of(new Version(1, 2, 3), new Version(1, 0)),
        Kind.Of<byte[]>([], [1, 2, 3]),
        Kind.Of(new JobId(7), new JobId("a-text"), default),
    ];

    public static TheoryData<string> All { get; } = [.. Kinds.Select(kind => kind.Name)];

    [Theory, MemberData(nameof(All))]
    public void A_kind_becomes_another_as_the_manifest_says(string name)
    {
        var before = Kinds.Single(kind => kind.Name == name);

        foreach (var after in Kinds.Where(kind => kind != before))
        {
            var changes = Compare(before.Job, after.Job).Changes;
            var happens = before.Stored.Max(stored => Reality(after.Job, 1, stored));
            var text = $"{before.Name} to {after.Name}: {string.Concat(changes)}";

            changes.ShouldNotBeEmpty(text);
            changes.Max(change => change.Verdict).ShouldBe(happens, text);
        }
    }

    [Fact]
    public void A_kind_has_a_name_of_its_own_unless_it_is_written_alike() =>
        Kinds.Select(kind => ShapeReader.Read(kind.Job.Json).Types.Values.First().ShouldBeOfType<ObjectType>().Members[0].Value.Shape)
            .ShouldBeUnique();

    private sealed record Kind(string Name, JobDefinition Job, IReadOnlyList<string> Stored)
    {
        public static Kind Of<T>(params T[] values)
        {
            // What is a reference may be null here: of a type parameter nobody knows better.
            var job = Job<Enums.Render<T>>();
            values = default(T) is null ? [.. values, default!] : values;
            return new(typeof(T).Name, job, [.. values.Select(value => Encoding.UTF8.GetString(job.Serialize(new Enums.Render<T>(value))))]);
        }
    }
}
