namespace System;

// netstandard2.0 lacks the type that slices of strings need.
internal readonly struct Range(Index start, Index end)
{
    public Index Start => start;

    public Index End => end;
}
