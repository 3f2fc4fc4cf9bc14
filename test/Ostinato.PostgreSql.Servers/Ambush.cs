namespace Ostinato.PostgreSql.Servers;

/// <summary>Waits for a request.</summary>
/// <param name="Text">What the request holds.</param>
/// <param name="Passes">How much of the request passes.</param>
internal sealed record Ambush(byte[] Text, int Passes)
{
    // ReadyForQuery, with the state of the transaction behind it.
    private static readonly byte[] Ready = [(byte)'Z', 0, 0, 0, 5];

    public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Whether it is after the answer, and not the rest of the request.</summary>
    public bool IsForAnswer => Passes == int.MaxValue;

    public bool Matches(ReadOnlySpan<byte> request) => request.IndexOf(Text) >= 0;

    /// <summary>Whether the server has said all it has to say.</summary>
    public static bool EndsAnswer(ReadOnlySpan<byte> answer) => answer.Length > Ready.Length && answer[..^1].EndsWith(Ready);
}
