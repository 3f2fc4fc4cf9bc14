using Microsoft.Extensions.Logging;
using Npgsql;

namespace Ostinato.PostgreSql;

/// <summary>
/// The one connection of a process that hears what others tell. It also holds a lock for each process that lives here: the server drops
/// it with the connection, so that a death shows at once.
/// </summary>
internal sealed class Listener(
    NpgsqlDataSource source, SqlFile sql, Wakes wakes, LifeLocks locks, TripCount count, TimeProvider time, ILogger logger)
    : IAsyncDisposable
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestSilence = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestSilenceAmongOthers = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan SilenceBesideJobs = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _lock = new();
    private Task _listening = Task.CompletedTask;
    private long _since;
    private long _carriedAt;
    private volatile bool _hears;
    private volatile bool _areOthers;
    private CancellationTokenSource? _silence;

    /// <summary>Whether notices arrive at this moment.</summary>
    public bool Hears => _hears;

    /// <summary>For how long notices have arrived without a break.</summary>
    public TimeSpan HearsFor => _hears ? time.GetElapsedTime(Volatile.Read(ref _since)) : TimeSpan.Zero;

    /// <summary>Whether there are other processes, as the last heartbeat saw. They tell much: silence is doubted sooner.</summary>
    public bool AreOthers
    {
        get => _areOthers;
        set => _areOthers = value;
    }

    public void Start() => _listening = Task.Run(ListenAsync);

    /// <summary>Others broke or hang, or nothing came for long. Now it is seen whether this connection still carries anything.</summary>
    /// <remarks>What the driver throws where it is told to cancel, nobody gets: thrown at a timer, it would end the process.</remarks>
    public void Doubt()
    {
        lock (_lock)
        {
            _ = _silence?.CancelAsync();
        }
    }

    /// <summary>A job was found that somebody may have told of.</summary>
    public void FoundJob()
    {
        if (_hears && Silence >= SilenceBesideJobs)
        {
            Doubt();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _listening.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task ListenAsync()
    {
        for (var failures = 0; !_stop.IsCancellationRequested;)
        {
            try
            {
                await ListenOnceAsync(() => failures = 0).ConfigureAwait(false);
            }
            catch (Exception error) when (!_stop.IsCancellationRequested)
            {
                if (++failures == 1)
                {
                    Log.ListenFailed(logger, error);
                }

                var pause = TimeSpan.FromMilliseconds(50 * Math.Pow(2, Math.Min(failures - 1, 10)));
                await Task.Delay(pause < LongestPause ? pause : LongestPause, time, _stop.Token).ConfigureAwait(false);
            }
            finally
            {
                _hears = false;
            }
        }
    }

    private async Task ListenOnceAsync(Action connected)
    {
        await using var connection = await source.OpenConnectionAsync(_stop.Token).ConfigureAwait(false);
        connection.Notification += (_, notification) =>
        {
            Carried();
            wakes.Hear(Notice.Parse(notification.Payload));
        };
        await RunAsync(connection, "let_go").ConfigureAwait(false);
        await RunAsync(connection, "listen").ConfigureAwait(false);
        locks.ForgetHeld();
        await locks.HoldAsync(connection, _stop.Token).ConfigureAwait(false);
        connected();
        Volatile.Write(ref _since, time.GetTimestamp());
        _hears = true;

        // What was told while nobody listened.
        wakes.Hear(new Notice(null, WentBack: true));
        for (var askedAt = time.GetTimestamp(); ;)
        {
            if (!await WaitAsync(connection).ConfigureAwait(false))
            {
                // Where nothing was told because the connection hangs, this says so.
                await RunAsync(connection, "listen").ConfigureAwait(false);
            }

            if (time.GetElapsedTime(askedAt) >= LongestSilence)
            {
                locks.ForgetRefused();
                askedAt = time.GetTimestamp();
            }

            await locks.HoldAsync(connection, _stop.Token).ConfigureAwait(false);
        }
    }

    private async Task RunAsync(NpgsqlConnection connection, string name)
    {
        count.Add(statements: 1);
        await using var command = new NpgsqlCommand(sql[name], connection);
        await command.ExecuteNonQueryAsync(_stop.Token).ConfigureAwait(false);
        Carried();
    }

    private void Carried() => Volatile.Write(ref _carriedAt, time.GetTimestamp());

    // Until a notice comes, or a process joins or leaves; false where none has for long, or where there is a doubt that one would.
    private async Task<bool> WaitAsync(NpgsqlConnection connection)
    {
        using var silence = new CancellationTokenSource();
        await using var timer = time
            .CreateTimer(
                static listener => ((Listener)listener!).DoubtSilence(), this, LongestSilenceAmongOthers, LongestSilenceAmongOthers)
            .ConfigureAwait(false);
        using var wait = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token, silence.Token);
        using var registration = locks.OnChange(() => _ = wait.CancelAsync());
        LetDoubt(silence);
        try
        {
            await connection.WaitAsync(wait.Token).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException) when (!_stop.IsCancellationRequested)
        {
            // Otherwise there is a lock to take or to give back.
            return !silence.IsCancellationRequested;
        }
        finally
        {
            LetDoubt(null);
        }
    }

    private TimeSpan Silence => time.GetElapsedTime(Volatile.Read(ref _carriedAt));

    private void DoubtSilence()
    {
        if (Silence >= (_areOthers ? LongestSilenceAmongOthers : LongestSilence))
        {
            Doubt();
        }
    }

    private void LetDoubt(CancellationTokenSource? silence)
    {
        lock (_lock)
        {
            _silence = silence;
        }
    }
}
