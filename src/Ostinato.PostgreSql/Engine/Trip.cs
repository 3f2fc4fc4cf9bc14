using Npgsql;
using NpgsqlTypes;

namespace Ostinato.PostgreSql;

/// <summary>Statements that travel to the server together.</summary>
internal sealed class Trip(NpgsqlBatch batch, bool prepares, TripCount count) : IAsyncDisposable
{
    private NpgsqlBatchCommand _command = null!;

    public bool IsEmpty => batch.BatchCommands.Count == 0;

    /// <summary>Begins a statement; its parameters follow in order.</summary>
    public Trip Add(string sql)
    {
        _command = new NpgsqlBatchCommand(sql);
        batch.BatchCommands.Add(_command);
        return this;
    }

    public Trip With(long value) => Put(value, NpgsqlDbType.Bigint);

    public Trip With(ulong value) => Put(value, NpgsqlDbType.Xid8);

    public Trip With(short value) => Put(value, NpgsqlDbType.Smallint);

    public Trip With(int value) => Put(value, NpgsqlDbType.Integer);

    public Trip With(bool value) => Put(value, NpgsqlDbType.Boolean);

    public Trip With(Guid value) => Put(value, NpgsqlDbType.Uuid);

    public Trip With(DateTime value) => Put(value, NpgsqlDbType.TimestampTz);

    public Trip With(DateTime? value)
    {
        _command.Parameters.Add(new NpgsqlParameter { Value = value ?? (object)DBNull.Value, NpgsqlDbType = NpgsqlDbType.TimestampTz });
        return this;
    }

    public Trip With(TimeSpan value) => Put(value, NpgsqlDbType.Interval);

    public Trip With(string? value)
    {
        _command.Parameters.Add(new NpgsqlParameter { Value = value ?? (object)DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        return this;
    }

    public Trip WithNullable(long? value)
    {
        _command.Parameters.Add(new NpgsqlParameter { Value = value ?? (object)DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bigint });
        return this;
    }

    public Trip WithNullable(byte[]? value)
    {
        _command.Parameters.Add(new NpgsqlParameter { Value = value ?? (object)DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bytea });
        return this;
    }

    public Trip WithNullable(int? value)
    {
        _command.Parameters.Add(new NpgsqlParameter { Value = value ?? (object)DBNull.Value, NpgsqlDbType = NpgsqlDbType.Integer });
        return this;
    }

    public Trip WithNullable(TimeSpan? value)
    {
        _command.Parameters.Add(new NpgsqlParameter { Value = value ?? (object)DBNull.Value, NpgsqlDbType = NpgsqlDbType.Interval });
        return this;
    }

    public Trip WithJson(string value) => Put(value, NpgsqlDbType.Json);

    public Trip With(long[] values) => Put(values, NpgsqlDbType.Array | NpgsqlDbType.Bigint);

    /// <summary>Ids in their order, and which are the first and the last.</summary>
    public Trip WithIds(long[] ids) => With(ids).With(ids[0]).With(ids[^1]);

    public Trip With(ulong[] values) => Put(values, NpgsqlDbType.Array | NpgsqlDbType.Xid8);

    public Trip With(int[] values) => Put(values, NpgsqlDbType.Array | NpgsqlDbType.Integer);

    public Trip With(short[] values) => Put(values, NpgsqlDbType.Array | NpgsqlDbType.Smallint);

    public Trip With(Guid[] values) => Put(values, NpgsqlDbType.Array | NpgsqlDbType.Uuid);

    public Trip With(string?[] values) => Put(values, NpgsqlDbType.Array | NpgsqlDbType.Text);

    public Trip With(byte[]?[] values) => Put(values, NpgsqlDbType.Array | NpgsqlDbType.Bytea);

    public Trip With(DateTime[] values) => Put(values, NpgsqlDbType.Array | NpgsqlDbType.TimestampTz);

    public Trip With(DateTime?[] values) => Put(values, NpgsqlDbType.Array | NpgsqlDbType.TimestampTz);

    public Trip With(TimeSpan?[] values) => Put(values, NpgsqlDbType.Array | NpgsqlDbType.Interval);

    /// <summary>Goes, and reads the answers one after the other.</summary>
    public async Task<NpgsqlDataReader> ReadAsync(CancellationToken ct = default)
    {
        await PrepareAsync(ct).ConfigureAwait(false);
        return await GoAsync(batch.ExecuteReaderAsync, ct).ConfigureAwait(false);
    }

    /// <summary>Goes once, without being prepared, and reads the answers one after the other.</summary>
    public async Task<NpgsqlDataReader> ReadUnpreparedAsync(CancellationToken ct)
    {
        count.Add(batch.BatchCommands.Count);
        return await GoAsync(batch.ExecuteReaderAsync, ct).ConfigureAwait(false);
    }

    /// <summary>Goes, and says how many rows were written.</summary>
    public async Task<int> RunAsync(CancellationToken ct = default)
    {
        await PrepareAsync(ct).ConfigureAwait(false);
        return await GoAsync(batch.ExecuteNonQueryAsync, ct).ConfigureAwait(false);
    }

    /// <summary>Goes, and reads the first value of the first answer.</summary>
    public async Task<T?> ScalarAsync<T>(CancellationToken ct = default)
    {
        await PrepareAsync(ct).ConfigureAwait(false);
        return await GoAsync(batch.ExecuteScalarAsync, ct).ConfigureAwait(false) is T value ? value : default;
    }

    /// <summary>Goes, and reads the one number of the statement that follows the one that pins the plans.</summary>
    public async Task<int> PinnedCountAsync()
    {
        await using var reader = await ReadAsync().ConfigureAwait(false);
        await reader.NextResultAsync().ConfigureAwait(false);
        await reader.ReadAsync().ConfigureAwait(false);
        var count = reader.GetInt32(0);

        // An error of the commit comes only when everything is read.
        await reader.NextResultAsync().ConfigureAwait(false);
        return count;
    }

    public ValueTask DisposeAsync() => batch.DisposeAsync();

    private static async Task<T> GoAsync<T>(Func<CancellationToken, Task<T>> execute, CancellationToken ct)
    {
        if (!ct.CanBeCanceled)
        {
            return await execute(ct).ConfigureAwait(false);
        }

        using var patience = new Patience(ct);
        return await execute(patience.Token).ConfigureAwait(false);
    }

    private async ValueTask PrepareAsync(CancellationToken ct)
    {
        count.Add(batch.BatchCommands.Count);
        if (prepares)
        {
            await PrepareInTimeAsync(ct).ConfigureAwait(false);
        }
    }

    // The driver waits for preparations for as long as it waited on this connection before, which may be for ever.
    private async ValueTask PrepareInTimeAsync(CancellationToken ct)
    {
        using var patience = new Patience(ct);
        var preparing = batch.PrepareAsync(patience.Token);
        if (!preparing.IsCompleted)
        {
            patience.EndAfter(TimeSpan.FromSeconds(batch.Timeout + 1));
        }

        try
        {
            await preparing.ConfigureAwait(false);
        }
        catch (OperationCanceledException late) when (!ct.IsCancellationRequested)
        {
            throw new NpgsqlException("The statements were not prepared in time.", new TimeoutException(late.Message, late));
        }
    }

    private Trip Put<T>(T value, NpgsqlDbType type)
    {
        _command.Parameters.Add(new NpgsqlParameter<T> { TypedValue = value, NpgsqlDbType = type });
        return this;
    }
}
