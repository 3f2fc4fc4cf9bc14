using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Signup.Tests;

/// <summary>As much of an SMTP server as it takes to receive a message.</summary>
internal sealed class SmtpServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentQueue<string> _messages = new();

    public SmtpServer()
    {
        _listener.Start();
        _ = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public IReadOnlyList<string> Messages => [.. _messages];

    public void Dispose() => _listener.Dispose();

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                using var client = await _listener.AcceptTcpClientAsync();
                await ServeAsync(client.GetStream());
            }
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException or IOException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(NetworkStream stream)
    {
        using var reader = new StreamReader(stream);
        await using var writer = new StreamWriter(stream) { NewLine = "\r\n", AutoFlush = true };
        await writer.WriteLineAsync("220 ready");
        while (await reader.ReadLineAsync() is { } command)
        {
            var isData = command == "DATA";
            await writer.WriteLineAsync(isData ? "354 go ahead" : command == "QUIT" ? "221 bye" : "250 ok");
            if (isData)
            {
                _messages.Enqueue(await ReadMessageAsync(reader));
                await writer.WriteLineAsync("250 taken");
            }
        }
    }

    private static async Task<string> ReadMessageAsync(StreamReader reader)
    {
        var lines = new List<string>();
        while (await reader.ReadLineAsync() is { } line and not ".")
        {
            lines.Add(line);
        }

        return string.Join('\n', lines);
    }
}
