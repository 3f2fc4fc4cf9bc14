using System.Text;
using Npgsql;

namespace Ostinato.Bench.Jobs;

/// <summary>Writes a row in a transaction of its own, and may be completed in it.</summary>
[Job("bench.booked")]
public sealed record Booked(int Number, bool IsCompletedInside);

internal sealed class BookedHandler(Tally tally, Books books) : IJobHandler<Booked>
{
    public async Task HandleAsync(Booked job, JobContext context, CancellationToken ct)
    {
        await using var connection = await books.Source.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await using var insert = new NpgsqlCommand("insert into booking (body) values ($1)", connection);
        insert.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = Encoding.UTF8.GetBytes(NoOp.Json(job.Number)) });
        await insert.ExecuteNonQueryAsync(ct);
        if (job.IsCompletedInside)
        {
            await context.CompleteInAsync(transaction, ct);
        }

        await transaction.CommitAsync(ct);
        tally.Count(job.Number);
    }
}

/// <summary>Where handlers of <see cref="Booked"/> write.</summary>
internal sealed class Books : IAsyncDisposable
{
    private NpgsqlDataSource? _source;

    public NpgsqlDataSource Source => _source ?? throw new InvalidOperationException("The books are not open.");

    public async Task OpenAsync(string database)
    {
        _source = NpgsqlDataSource.Create(database);
        await using var create = _source.CreateCommand(
            "create table booking (id bigint generated always as identity primary key, body bytea not null)");
        await create.ExecuteNonQueryAsync();
    }

    public ValueTask DisposeAsync() => _source?.DisposeAsync() ?? default;
}
