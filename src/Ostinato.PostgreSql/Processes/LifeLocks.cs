using Npgsql;
using Ostinato.Storage;

namespace Ostinato.PostgreSql;

/// <summary>The locks that show that the processes of this store live, taken on the connection that listens.</summary>
internal sealed class LifeLocks(SqlFile sql)
{
    private readonly Lock _lock = new();
    private readonly HashSet<ProcessIdentity> _living = [];
    private readonly HashSet<ProcessIdentity> _held = [];
    private readonly HashSet<ProcessIdentity> _refused = [];
    private Action? _onChange;

    /// <summary>The numbers of the processes of this store.</summary>
    public int[] Mine
    {
        get
        {
            lock (_lock)
            {
                return [.. _living.Select(process => (int)process.Id)];
            }
        }
    }

    public void Begin(ProcessIdentity process) => Change(() => _living.Add(process));

    public void End(ProcessIdentity process) => Change(() => _living.Remove(process));

    /// <summary>Calls back once when there is something to take or to give back; at once where there is already.</summary>
    public IDisposable OnChange(Action callback)
    {
        lock (_lock)
        {
            _onChange = callback;
            if (!_living.SetEquals(_held.Union(_refused)))
            {
                callback();
            }
        }

        return new Registration(this);
    }

    /// <summary>The connection that held them is gone.</summary>
    public void ForgetHeld()
    {
        lock (_lock)
        {
            _held.Clear();
            _refused.Clear();
        }
    }

    /// <summary>Those that an earlier connection still held are asked for again.</summary>
    public void ForgetRefused() => Note(_refused.Clear);

    /// <summary>Takes and gives back what has to be, and marks the processes as watched.</summary>
    public async Task HoldAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        Note(() => _refused.IntersectWith(_living));
        foreach (var process in Difference(_held, _living))
        {
            await RunAsync(connection, sql["release_life"], process, ct).ConfigureAwait(false);
            Note(() => _held.Remove(process));
        }

        foreach (var process in Difference(_living, [.. _held, .. _refused]))
        {
            var isHeld = await RunAsync(connection, sql["hold_life"], process, ct).ConfigureAwait(false);
            Note(() => (isHeld ? _held : _refused).Add(process));
        }
    }

    private static async Task<bool> RunAsync(NpgsqlConnection connection, string text, ProcessIdentity process, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(text, connection);
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = (int)process.Id });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = (int)process.Epoch });
        return await command.ExecuteScalarAsync(ct).ConfigureAwait(false) is true;
    }

    private List<ProcessIdentity> Difference(HashSet<ProcessIdentity> of, HashSet<ProcessIdentity> without)
    {
        lock (_lock)
        {
            return [.. of.Except(without)];
        }
    }

    private void Change(Action change)
    {
        lock (_lock)
        {
            change();
            _onChange?.Invoke();
        }
    }

    private void Note(Action change)
    {
        lock (_lock)
        {
            change();
        }
    }

    private sealed class Registration(LifeLocks locks) : IDisposable
    {
        public void Dispose()
        {
            lock (locks._lock)
            {
                locks._onChange = null;
            }
        }
    }
}
