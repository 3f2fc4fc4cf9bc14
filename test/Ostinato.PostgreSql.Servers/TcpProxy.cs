using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Npgsql;

namespace Ostinato.PostgreSql.Servers;

/// <summary>Stands between clients and a server on 127.0.0.1, and can do to their connections what a network does.</summary>
public sealed class TcpProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<Passage, Task> _passages = new();
    private readonly Func<int> _target;
    private readonly Task _accepting;
    private TaskCompletionSource? _stall;
    private Ambush? _ambush;

    /// <param name="target">The port of the server.</param>
    public TcpProxy(Func<int> target)
    {
        _target = target;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>The port for clients.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>How many connections pass.</summary>
    public int Connections => _passages.Count;

    /// <summary>The same way to the server, through this proxy.</summary>
    public string Through(string connectionString) =>
        new NpgsqlConnectionStringBuilder(connectionString) { Host = "127.0.0.1", Port = Port }.ConnectionString;

    /// <summary>Holds everything back, as a network that loses packets does, until <see cref="Resume"/> delivers it.</summary>
    public void Stall() => Interlocked.CompareExchange(ref _stall, new(TaskCreationOptions.RunContinuationsAsynchronously), null);

    /// <summary>Delivers what was held back.</summary>
    public void Resume() => Interlocked.Exchange(ref _stall, null)?.TrySetResult();

    /// <summary>Swallows from now on all that the connections there are carry, even their end. New ones work.</summary>
    public void Swallow(Way way = Way.Both)
    {
        foreach (var passage in _passages.Keys)
        {
            passage.Swallow(way);
        }
    }

    /// <summary>The same with one connection.</summary>
    /// <param name="port">From where the server sees it come.</param>
    public void Swallow(int port) => _passages.Keys.Single(passage => passage.Port == port).Swallow(Way.Both);

    /// <summary>Cuts the connections that were swallowed, as a server does that finds their clients gone.</summary>
    public void CutSwallowed()
    {
        foreach (var passage in _passages.Keys.Where(passage => passage.IsSwallowed))
        {
            passage.Cut();
        }
    }

    /// <summary>Cuts all connections there are, those that were swallowed as well.</summary>
    public void Cut()
    {
        foreach (var passage in _passages.Keys)
        {
            passage.Cut();
        }
    }

    /// <summary>Lets a request that holds a text pass, keeps its answer, and cuts the connection once it is all there.</summary>
    /// <param name="request">The text.</param>
    /// <param name="after">How many such requests go unharmed before.</param>
    /// <returns>Ends when the server has answered: whatever was asked for has been committed or refused.</returns>
    public Task LoseAnswerAsync(string request = "", int after = 0) =>
        LieInWaitAsync(new Ambush(Encoding.UTF8.GetBytes(request), after, Lost: 0));

    /// <summary>Of the next request that holds a text, the end is lost. After that the connection swallows everything.</summary>
    /// <param name="request">The text.</param>
    /// <param name="bytes">How much is lost.</param>
    /// <returns>Ends when the rest has passed.</returns>
    public Task LoseEndOfRequestAsync(string request, int bytes) => LieInWaitAsync(new Ambush(Encoding.UTF8.GetBytes(request), 0, bytes));

    /// <summary>Gives up the wait for a request that has not come.</summary>
    public void Forget() => Interlocked.Exchange(ref _ambush, null)?.Done.TrySetResult();

    /// <summary>Cuts everything.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        Resume();
        Cut();
        await _accepting;
        await Task.WhenAll(_passages.Values);
        _stop.Dispose();
    }

    internal Task StallEnds => Volatile.Read(ref _stall)?.Task ?? Task.CompletedTask;

    /// <summary>What lies in wait for this request, if anything does. It is caught once.</summary>
    internal Ambush? Catch(ReadOnlySpan<byte> request) =>
        Volatile.Read(ref _ambush) is { } ambush && ambush.Matches(request)
            && Interlocked.CompareExchange(ref _ambush, null, ambush) == ambush
            ? ambush
            : null;

    private Task LieInWaitAsync(Ambush ambush)
    {
        Volatile.Write(ref _ambush, ambush);
        return ambush.Done.Task;
    }

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                var client = await _listener.AcceptSocketAsync(_stop.Token);
                var passage = new Passage(this, client);
                _passages[passage] = Task.CompletedTask;
                _passages[passage] = CarryAsync(passage);
            }
            catch (Exception error) when (error is OperationCanceledException or ObjectDisposedException or SocketException)
            {
                // Stopped, or the client is gone already.
            }
        }
    }

    private async Task CarryAsync(Passage passage)
    {
        await Task.Yield();
        await passage.CarryAsync(_target());
        _passages.TryRemove(passage, out _);
    }
}
