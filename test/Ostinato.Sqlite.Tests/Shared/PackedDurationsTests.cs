using Ostinato.Storage.Sql;

namespace Ostinato.Sqlite.Tests.Shared;

public sealed class PackedDurationsTests
{
    private static readonly TimeSpan[] Durations =
    [
        TimeSpan.Zero, TimeSpan.FromMicroseconds(1), TimeSpan.FromMicroseconds(127), TimeSpan.FromMicroseconds(128),
        TimeSpan.FromSeconds(1), TimeSpan.FromDays(365),
        TimeSpan.MaxValue - TimeSpan.FromTicks(TimeSpan.MaxValue.Ticks % 10), TimeSpan.FromMilliseconds(3),
    ];

    [Fact]
    public void Every_duration_is_read_back_from_its_place() =>
        Enumerable.Range(0, Durations.Length).Select(index => PackedDurations.Read(Pack(), index)).ShouldBe(Durations);

    [Fact]
    public void A_slice_holds_the_durations_of_its_jobs()
    {
        var slice = PackedDurations.Slice(Pack(), 2, 4);

        Enumerable.Range(0, 4).Select(index => PackedDurations.Read(slice, index)).ShouldBe(Durations[2..6]);
    }

    [Fact]
    public void A_negative_duration_counts_as_none()
    {
        var packed = new byte[PackedDurations.LongestValue];

        PackedDurations.Write(packed, TimeSpan.FromSeconds(-1)).ShouldBe(1);
        PackedDurations.Read(packed, 0).ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public void A_value_packed_alone_is_the_first_of_one() =>
        PackedDurations.Read(PackedDurations.Pack(TimeSpan.FromSeconds(1)), 0).ShouldBe(TimeSpan.FromSeconds(1));

    private static byte[] Pack()
    {
        var packed = new byte[Durations.Length * PackedDurations.LongestValue];
        var length = 0;
        foreach (var duration in Durations)
        {
            length += PackedDurations.Write(packed.AsSpan(length), duration);
        }

        return packed[..length];
    }
}
