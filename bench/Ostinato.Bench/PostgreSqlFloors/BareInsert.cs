using System.Text;
using Ostinato.Bench.Jobs;
using Ostinato.PostgreSql;

namespace Ostinato.Bench.PostgreSqlFloors;

/// <summary>Bodies and ranges with the store's own statement, so many in each commit.</summary>
internal sealed class BareInsert(FloorStore store)
{
    private const int LongestRange = 256;

    private readonly string _sql = SqlFile.Load("Insert", SqlFile.DefaultSchema)["insert"];

    /// <summary>Inserts jobs numbered from <paramref name="first"/>, whose ids are one higher.</summary>
    public async Task RunAsync(int first, int count, int perCommit)
    {
        for (var done = 0; done < count; done += perCommit)
        {
            await InsertAsync(first + done, Math.Min(perCommit, count - done));
        }
    }

    private async Task InsertAsync(int first, int count)
    {
        int[] jobs = [.. Enumerable.Range(first, count)];
        int[][] ranges = [.. jobs.Chunk(LongestRange)];
        await using var trip = store.Trip().Add(_sql)
            .With(Array.ConvertAll(jobs, number => number + 1L))
            .With(Array.ConvertAll(jobs, _ => 1))
            .With(Array.ConvertAll(jobs, _ => 1))
            .With(Array.ConvertAll(jobs, _ => (short)JobDefaults.Priority))
            .With(Array.ConvertAll(jobs, _ => (byte[]?)null))
            .With(Array.ConvertAll(jobs, number => (byte[]?)Encoding.UTF8.GetBytes(NoOp.Json(number))))
            .With(Array.ConvertAll(ranges, range => range[0] + 1L))
            .With(Array.ConvertAll(ranges, range => range.Length))
            .With(Array.ConvertAll(ranges, _ => 1))
            .With(Array.ConvertAll(ranges, _ => (short)JobDefaults.Priority));
        await trip.RunAsync();
    }
}
