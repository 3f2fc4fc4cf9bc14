using Ostinato.Bench.Measuring;

namespace Ostinato.Bench.Workloads;

/// <summary>Waiting jobs as callers leave them that enqueue one at a time: each has a range and a place in line of its own.</summary>
internal static class ReadyAlone
{
    private const string Sql = """
        begin;
        create temporary table range on commit drop as select * from ostinato.ready;
        truncate ostinato.ready;
        insert into ostinato.ready (queue, line, seq, lo, n, attempt, crashes, since)
            select queue, line, nextval('ostinato.position'), lo + nth, 1, attempt, crashes, since
            from (select * from range order by line, seq, lo) ordered, generate_series(0, n - 1) as nth;
        commit;
        analyze ostinato.ready;
        """;

    public static async Task<IAsyncDisposable?> SplitAsync(Scratch scratch)
    {
        await scratch.PostgreSql!.RunAsync(Sql);
        return null;
    }
}
