namespace System.Numerics;

// netstandard2.0 lacks what counts bits.
internal static class BitOperations
{
    public static int TrailingZeroCount(ulong value)
    {
        var count = 0;
        for (; count < 64 && (value >> count & 1) == 0; count++)
        {
        }

        return count;
    }
}
