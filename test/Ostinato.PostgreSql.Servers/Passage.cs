using System.Net;
using System.Net.Sockets;

namespace Ostinato.PostgreSql.Servers;

/// <summary>One connection through a <see cref="TcpProxy"/>.</summary>
internal sealed class Passage(TcpProxy proxy, Socket client) : IDisposable
{
    private readonly Socket _server = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly TaskCompletionSource _cut = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile Way _swallowed;
    private Ambush? _ambush;

    /// <summary>From where the server sees it come.</summary>
    public int? Port => (_server.LocalEndPoint as IPEndPoint)?.Port;

    public bool IsSwallowed => _swallowed != default;

    public void Swallow(Way way) => _swallowed |= way;

    public void Cut()
    {
        _cut.TrySetResult();
        client.Dispose();
        _server.Dispose();
    }

    public async Task CarryAsync(int port)
    {
        try
        {
            client.NoDelay = true;
            await _server.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port));
            await await Task.WhenAny(PumpAsync(client, _server, Way.Request), PumpAsync(_server, client, Way.Answer));
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // Refused or cut: the other side is cut as well.
        }
        finally
        {
            Cut();
        }
    }

    public void Dispose() => Cut();

    private async Task PumpAsync(Socket from, Socket to, Way way)
    {
        var buffer = new byte[64 * 1024];
        while (await ReceiveAsync(from, buffer, way) is > 0 and var count)
        {
            await proxy.StallEnds;
            var passes = (_swallowed & way) != 0 ? 0 : way == Way.Request ? Ask(buffer.AsSpan(0, count)) : Answer(buffer.AsSpan(0, count));
            await to.SendAsync(buffer.AsMemory(0, passes));
            if (passes < count && _ambush is { IsForAnswer: false } ambush)
            {
                ambush.Done.TrySetResult();
            }
        }
    }

    // Of a connection that is swallowed, the end is swallowed, too.
    private async Task<int> ReceiveAsync(Socket from, byte[] buffer, Way way)
    {
        try
        {
            if (await from.ReceiveAsync(buffer) is > 0 and var count)
            {
                return count;
            }
        }
        catch (SocketException) when ((_swallowed & way) != 0)
        {
            // Reset, and nobody hears of it.
        }

        await proxy.StallEnds;
        if ((_swallowed & way) != 0)
        {
            await _cut.Task;
        }

        return 0;
    }

    private int Ask(ReadOnlySpan<byte> request)
    {
        if (_ambush is null && proxy.Catch(request) is { } ambush)
        {
            _ambush = ambush;
            if (!ambush.IsForAnswer)
            {
                Swallow(Way.Both);
                return Math.Max(0, request.Length - ambush.Lost);
            }
        }

        return request.Length;
    }

    private int Answer(ReadOnlySpan<byte> answer)
    {
        if (_ambush is not { IsForAnswer: true } ambush)
        {
            return answer.Length;
        }

        if (Ambush.EndsAnswer(answer))
        {
            Cut();
            ambush.Done.TrySetResult();
        }

        return 0;
    }
}
