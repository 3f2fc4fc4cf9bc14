namespace Ostinato.PostgreSql.Servers;

/// <summary>Waits for a request.</summary>
/// <param name="Text">What the request holds.</param>
/// <param name="After">How many such requests pass before.</param>
/// <param name="Lost">How much of the end of the request is lost; 0 where the answer is.</param>
internal sealed record Ambush(byte[] Text, int After, int Lost)
{
    private int _seen;

    // ReadyForQuery, with the state of the transaction behind it.
    private static readonly byte[] Ready = [(byte)'Z', 0, 0, 0, 5];

    public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Whether it is after the answer, and not the rest of the request.</summary>
    public bool IsForAnswer => Lost == 0;

    public bool Matches(ReadOnlySpan<byte> request) => request.IndexOf(Text) >= 0 && Interlocked.Increment(ref _seen) > After;

    /// <summary>Whether the server has said all it has to say.</summary>
    public static bool EndsAnswer(ReadOnlySpan<byte> answer) => answer.Length > Ready.Length && answer[..^1].EndsWith(Ready);
}
