namespace Ostinato.Storage.Sql;

/// <summary>Microseconds in seven bits a byte, the lowest first; a high bit says that more follow.</summary>
internal static class PackedDurations
{
    public const int LongestValue = 9;

    /// <summary>Writes one value and says how many bytes it took.</summary>
    public static int Write(Span<byte> target, TimeSpan duration)
    {
        var rest = (ulong)Math.Max(0, duration.Ticks / TimeSpan.TicksPerMicrosecond);
        var length = 0;
        for (; rest >= 0x80; rest >>= 7)
        {
            target[length++] = (byte)(rest | 0x80);
        }

        target[length++] = (byte)rest;
        return length;
    }

    /// <summary>One value alone.</summary>
    public static byte[] Pack(TimeSpan duration)
    {
        Span<byte> packed = stackalloc byte[LongestValue];
        return packed[..Write(packed, duration)].ToArray();
    }

    public static TimeSpan Read(ReadOnlySpan<byte> packed, int index)
    {
        var value = 0L;
        var shift = 0;
        foreach (var part in packed[Offset(packed, index)..])
        {
            value |= (long)(part & 0x7f) << shift;
            shift += 7;
            if (part < 0x80)
            {
                break;
            }
        }

        return TimeSpan.FromTicks(value * TimeSpan.TicksPerMicrosecond);
    }

    public static byte[] Slice(ReadOnlySpan<byte> packed, int from, int count)
    {
        var rest = packed[Offset(packed, from)..];
        return rest[..Offset(rest, count)].ToArray();
    }

    private static int Offset(ReadOnlySpan<byte> packed, int index)
    {
        var offset = 0;
        for (; index > 0 && offset < packed.Length; offset++)
        {
            if (packed[offset] < 0x80)
            {
                index--;
            }
        }

        return offset;
    }
}
