-- One row a place: where from, the range, the state, and what else is known there. src numbers the places.

-- name: get
with place as (
    (select lo, n, state::int as state, attempt, crashes, finished_at as at, null::int as process, null::int as epoch, reason,
        0::smallint as suspension, durations
     from ostinato.done where lo between ostinato.first_of($1) and $1 order by lo desc limit 1)
    union all
    (select lo, n, 2, attempt + 1, crashes, taken_at, process, epoch, null, 0, null
     from ostinato.lease where lo between ostinato.first_of($1) and $1 order by lo desc limit 1)
    union all
    (select lo, n, 1, attempt, crashes, since, null, null, null, 0, null
     from ostinato.ready where lo between ostinato.first_of($1) and $1 order by lo desc limit 1)
    union all
    (select lo, n, case attempt when 0 then 0 else 3 end, attempt, crashes, run_at, null, null, null, 0, null
     from ostinato.due where lo between ostinato.first_of($1) and $1 order by lo desc limit 1)
    union all
    (select lo, 1, 7, attempt, crashes, null, null, null, reason, suspension, null from ostinato.suspended where lo = $1))
select j.id, j.kind, j.queue, j.priority, j.created_at, j.headers, j.payload, p.lo, p.state, p.attempt, p.crashes, p.at, p.process,
    p.epoch, p.reason, p.suspension, p.durations,
    exists (select from ostinato.cancel c where c.process = p.process and c.job = j.id)
from ostinato.job j join place p on j.id < p.lo + p.n where j.id = $1;

-- name: errors
select attempt, at, type, message, stack from ostinato.failure where job = $1 order by id;

-- name: last_errors
select last.job, last.attempt, last.at, last.type, last.message, last.stack
from unnest($1::bigint[]) as asked (job)
    cross join lateral (select * from ostinato.failure f where f.job = asked.job order by f.job desc, f.id desc limit 1) last;

-- name: result
select body from ostinato.result where job = $1;

-- name: notes
(select kind, slot, attempt, at, body from ostinato.note where job = $1 and kind < 3)
union all
(select kind, slot, attempt, at, body from ostinato.note where job = $1 and kind = 3 order by slot desc limit 1);

-- The newest jobs from an id down. Of each place so many ranges are read; what lies below the lowest of a place that may have more is left
-- to the next page, and so is what lies below so many jobs. Ranges are disjoint, so that going down the ranges is going down the ids.
-- name: list
with place as materialized (
    (select 0 as src, lo, n, 4 as state, attempt, crashes, finished_at as at, null::int as process, null::int as epoch, reason,
        0::smallint as suspension, durations
     from ostinato.done where 4 = any ($2) and lo <= $1 and state = 4 and ($3 = 0 or queue = $3) order by lo desc limit $4)
    union all
    (select 1, lo, n, 5, attempt, crashes, finished_at, null, null, reason, 0, durations
     from ostinato.done where 5 = any ($2) and lo <= $1 and state = 5 and ($3 = 0 or queue = $3) order by lo desc limit $4)
    union all
    (select 2, lo, n, 6, attempt, crashes, finished_at, null, null, reason, 0, durations
     from ostinato.done where 6 = any ($2) and lo <= $1 and state = 6 and ($3 = 0 or queue = $3) order by lo desc limit $4)
    union all
    (select 3, lo, n, 2, attempt + 1, crashes, taken_at, process, epoch, null, 0, null
     from ostinato.lease where 2 = any ($2) and lo <= $1 and ($3 = 0 or queue = $3) order by lo desc limit $4)
    union all
    (select 4, lo, n, 1, attempt, crashes, since, null, null, null, 0, null
     from ostinato.ready where 1 = any ($2) and lo <= $1 and ($3 = 0 or queue = $3) order by lo desc limit $4)
    union all
    (select 5, lo, n, case attempt when 0 then 0 else 3 end, attempt, crashes, run_at, null, null, null, 0, null
     from ostinato.due where 0 = any ($2) and 3 = any ($2) and lo <= $1 and ($3 = 0 or queue = $3) order by lo desc limit $4)
    union all
    (select 6, lo, n, 0, attempt, crashes, run_at, null, null, null, 0, null
     from ostinato.due where 0 = any ($2) and 3 <> all ($2) and attempt = 0 and lo <= $1 and ($3 = 0 or queue = $3)
     order by lo desc limit $4)
    union all
    (select 8, lo, n, 3, attempt, crashes, run_at, null, null, null, 0, null
     from ostinato.due where 3 = any ($2) and 0 <> all ($2) and attempt > 0 and lo <= $1 and ($3 = 0 or queue = $3)
     order by lo desc limit $4)
    union all
    (select 7, lo, 1, 7, attempt, crashes, null, null, null, reason, suspension, null
     from ostinato.suspended where 7 = any ($2) and lo <= $1 and ($3 = 0 or queue = $3) order by lo desc limit $4)),
counted as materialized (select src, lo, n, sum(n) over (order by lo desc) as jobs from place),
asked as materialized (select ostinato.to_json($9) as payload),
cover as materialized (
    select greatest(
        (select max(lowest) from (select min(lo) as lowest from place group by src having count(*) >= $4) full_page),
        (select max(lo) from counted where jobs >= $7)) as lowest),
reach as materialized (
    select c.lowest, (select max(jobs) from counted where lo >= coalesce(c.lowest, 0)) as jobs from cover c)
select c.lowest, c.jobs, found.*
from reach c left join lateral (
    select j.id, j.kind, j.queue, j.priority, j.created_at, j.headers, j.payload, p.lo, p.state, p.attempt, p.crashes, p.at, p.process,
        p.epoch, p.reason, p.suspension, p.durations,
        exists (select from ostinato.cancel c where c.process = p.process and c.job = j.id) as is_asked
    from asked, (select * from place where lo + n > coalesce(c.lowest, 0) order by lo desc) p
        cross join lateral (
            select * from ostinato.job j
            where j.id >= greatest(p.lo, c.lowest) and j.id < p.lo + p.n and j.id <= $1
                and ($5 = '{}' or j.kind = any ($5)) and ($6 is null or (ostinato.to_json(j.headers) -> 'tags') ? $6)
                and ($8 is null or position($8 in j.payload) > 0)
                and ($9 is null or ostinato.to_json(j.payload) @> asked.payload)
                and ($11 is null or exists (
                    select from ostinato.failure f
                    where f.job = j.id and position(lower($11) in lower(f.type || chr(10) || f.message)) > 0))
            order by j.id desc) j
    limit $10) found on true;

-- The jobs that ended last, from a time and an id down. As above, by the places of their ends.
-- name: history
with place as materialized (
    (select 0 as src, lo, n, 4 as state, attempt, crashes, finished_at as at, reason, durations
     from ostinato.done
     where 4 = any ($2) and state = 4 and finished_at >= $11 and (finished_at, lo + 0) <= ($12, $1) and ($3 = 0 or queue = $3)
     order by finished_at desc, lo + 0 desc limit $4)
    union all
    (select 1, lo, n, 5, attempt, crashes, finished_at, reason, durations
     from ostinato.done
     where 5 = any ($2) and state = 5 and finished_at >= $11 and (finished_at, lo + 0) <= ($12, $1) and ($3 = 0 or queue = $3)
     order by finished_at desc, lo + 0 desc limit $4)
    union all
    (select 2, lo, n, 6, attempt, crashes, finished_at, reason, durations
     from ostinato.done
     where 6 = any ($2) and state = 6 and finished_at >= $11 and (finished_at, lo + 0) <= ($12, $1) and ($3 = 0 or queue = $3)
     order by finished_at desc, lo + 0 desc limit $4)),
counted as materialized (
    select lo, at, sum(n) over (order by at desc, lo desc) as jobs,
        row_number() over (partition by src order by at desc, lo desc) as nth
    from place),
asked as materialized (select ostinato.to_json($9) as payload),
cover as materialized (
    select at, lo from counted where nth >= $4 or jobs >= $7 order by at desc, lo desc limit 1),
reach as materialized (
    select c.lo, c.at, (select max(jobs) from counted where c.lo is null or (at, lo) >= (c.at, c.lo)) as jobs
    from (select) one left join cover c on true)
select c.lo, c.jobs, found.*, c.at
from reach c left join lateral (
    select j.id, j.kind, j.queue, j.priority, j.created_at, j.headers, j.payload, p.lo, p.state, p.attempt, p.crashes, p.at,
        null::int as process, null::int as epoch, p.reason, 0::smallint as suspension, p.durations, false as is_asked
    from asked, (select * from place where c.lo is null or (at, lo) >= (c.at, c.lo) order by at desc, lo desc) p
        cross join lateral (
            select * from ostinato.job j
            where j.id >= p.lo and j.id < p.lo + p.n and (p.at < $12 or j.id <= $1)
                and ($5 = '{}' or j.kind = any ($5)) and ($6 is null or (ostinato.to_json(j.headers) -> 'tags') ? $6)
                and ($8 is null or position($8 in j.payload) > 0)
                and ($9 is null or ostinato.to_json(j.payload) @> asked.payload)
                and ($13 is null or exists (
                    select from ostinato.failure f
                    where f.job = j.id and position(lower($13) in lower(f.type || chr(10) || f.message)) > 0))
            order by j.id desc) j
    limit $10) found on true;

-- name: queues
select q.id, q.name, q.paused_at, q.pause_reason, counted.state, counted.jobs, counted.oldest
from ostinato.queue q left join (
    select queue, 1 as state, sum(n) as jobs, ostinato.clock() - min(since) as oldest from ostinato.ready group by queue
    union all
    select queue, case attempt when 0 then 0 else 3 end, sum(n), null from ostinato.due where 0 = any ($1) or 3 = any ($1)
    group by 1, 2
    union all
    select queue, 2, sum(n), null from ostinato.lease where 2 = any ($1) group by queue
    union all
    select queue, state, sum(n), null from ostinato.done where state = any ($1) group by queue, state
    union all
    select queue, 7, count(*), null from ostinato.suspended where 7 = any ($1) group by queue) counted on counted.queue = q.id
order by q.name collate "C";

-- A range has one job or more: so many ranges are enough.
-- name: count_available
select least($2, coalesce(sum(n), 0))::bigint
from (select n from ostinato.ready where queue = (select id from ostinato.queue where name = $1) limit $2) few;

-- name: processes
select id, epoch, host, pid, queues, names, started_at, beat_at, labels from ostinato.process order by id;

-- name: pin
select ostinato.pin_plans();
