using System.Net;
using System.Net.Sockets;

namespace Ostinato.PostgreSql.Servers;

/// <summary>Picks ports that systems do not give to outgoing connections: a server that restarts finds its port free again.</summary>
internal static class FreePort
{
    private const int First = 15_000;
    private const int Last = 32_000;

    public static int Pick()
    {
        while (true)
        {
            var port = Random.Shared.Next(First, Last);
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException taken) when (taken.SocketErrorCode == SocketError.AddressAlreadyInUse)
            {
                continue;
            }
        }
    }
}
