using System.Buffers;
using System.Text;

namespace Ostinato.Statistics;

/// <summary>Writes whole numbers of no fixed length, seven bits a byte, the lowest first.</summary>
internal readonly struct VarIntWriter(IBufferWriter<byte> output)
{
    private const int Longest = 10;

    public void Write(long value)
    {
        var span = output.GetSpan(Longest);
        var rest = (ulong)value;
        var length = 0;
        while (rest >= 0x80)
        {
            span[length++] = (byte)(rest | 0x80);
            rest >>= 7;
        }

        span[length++] = (byte)rest;
        output.Advance(length);
    }

    public void Write(string text)
    {
        Write(Encoding.UTF8.GetByteCount(text));
        Encoding.UTF8.GetBytes(text, output);
    }
}

/// <summary>Reads what <see cref="VarIntWriter"/> wrote.</summary>
internal ref struct VarIntReader(ReadOnlySpan<byte> input)
{
    private ReadOnlySpan<byte> _rest = input;

    /// <exception cref="InvalidDataException">There is no number.</exception>
    public long ReadLong()
    {
        var value = 0UL;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var part = Take(1)[0];
            value |= (ulong)(part & 0x7f) << shift;
            if (part < 0x80)
            {
                return (long)value;
            }
        }

        throw new InvalidDataException("A number of the statistics is too long.");
    }

    /// <exception cref="InvalidDataException">There is no number, or none of that size.</exception>
    public int ReadInt() => ReadLong() is >= 0 and <= int.MaxValue and var value
        ? (int)value
        : throw new InvalidDataException("A number of the statistics is too large.");

    /// <exception cref="InvalidDataException">There is no such text.</exception>
    public string ReadText() => Encoding.UTF8.GetString(Take(ReadInt()));

    private ReadOnlySpan<byte> Take(int length)
    {
        if (length > _rest.Length)
        {
            throw new InvalidDataException("The statistics end too early.");
        }

        var taken = _rest[..length];
        _rest = _rest[length..];
        return taken;
    }
}
