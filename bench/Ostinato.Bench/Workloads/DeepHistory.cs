using System.Globalization;
using Ostinato.Bench.Jobs;
using Ostinato.Bench.Measuring;

namespace Ostinato.Bench.Workloads;

/// <summary>Millions of jobs that ended within the last hour, and of jobs that are due tomorrow, each at a time of its own.</summary>
internal static class DeepHistory
{
    /// <summary>A hundred jobs that ended lie in one row, as after a drain.</summary>
    public static Task FillAsync(Scratch scratch, Arguments arguments) => FillAsync(scratch, arguments, perRange: 100);

    /// <summary>As many jobs that ended lie in one row as is said; those that came and ran alone have a row each.</summary>
    public static async Task FillAsync(Scratch scratch, Arguments arguments, int perRange)
    {
        var (done, scheduled) = (arguments.Done / perRange * perRange, arguments.Scheduled);
        await scratch.PostgreSql!.RunAsync(string.Create(CultureInfo.InvariantCulture, $$"""
            create temporary table base as
                select nextval('ostinato.job_id') as id,
                    (select max(id) from ostinato.kind) as kind, (select max(id) from ostinato.queue) as queue;
            select setval('ostinato.job_id', (select id from base) + ({{done + scheduled}} / 1000 + 1) * 1000);
            insert into ostinato.job (id, created_at, kind, queue, priority, headers, payload)
                select base.id + nth, now() - interval '1 hour', kind, queue, {{JobDefaults.Priority}}, null,
                    convert_to('{"user_id":' || nth || ',"email":"{{NoOp.SomeEmail}}"}', 'UTF8')
                from base, generate_series(0, {{done + scheduled - 1}}) as nth;
            insert into ostinato.done (lo, finished_at, n, queue, attempt, state, crashes, durations)
                select base.id + nth * {{perRange}}, now() - interval '1 hour' * (1 - nth * {{perRange}} / {{done}}.0), {{perRange}}, queue, 1, {{(int)JobState.Completed}}, 0,
                    decode(repeat('05', {{perRange}}), 'hex')
                from base, generate_series(0, {{(done / perRange) - 1}}) as nth;
            insert into ostinato.due (run_at, lo, n, queue, attempt, priority, crashes)
                select now() + interval '1 day' + nth * interval '1 ms', base.id + {{done}} + nth, 1, queue, 0, {{JobDefaults.Priority}}, 0
                from base, generate_series(0, {{scheduled - 1}}) as nth;
            drop table base;
            """));
        await scratch.PostgreSql.RunAsync("vacuum analyze");
        await scratch.PostgreSql.RunAsync("checkpoint");
    }
}
