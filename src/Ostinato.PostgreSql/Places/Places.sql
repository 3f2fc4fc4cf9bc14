-- Writing to the places where jobs are.

-- name: add_done
insert into ostinato.done (lo, n, state, queue, attempt, crashes, finished_at, reason, durations)
select lo, n, state, queue, attempt, crashes, ostinato.clock(), reason, durations
from unnest($1::bigint[], $2::int[], $3::smallint[], $4::int[], $5::int[], $6::smallint[], $7::text[], $8::bytea[])
    as done (lo, n, state, queue, attempt, crashes, reason, durations);

-- Where they stood before.
-- name: return_ready
insert into ostinato.ready (queue, line, seq, lo, n, attempt, crashes, since)
select queue, line, seq, lo, n, attempt, crashes, since
from unnest($1::bigint[], $2::int[], $3::int[], $4::smallint[], $5::bigint[], $6::int[], $7::smallint[], $8::timestamptz[])
    as back (lo, n, queue, line, seq, attempt, crashes, since);

-- At the end of their lines.
-- name: add_ready
insert into ostinato.ready (queue, line, seq, lo, n, attempt, crashes, since)
select queue, line, nextval('ostinato.position'), lo, n, attempt, crashes, ostinato.clock()
from unnest($1::bigint[], $2::int[], $3::int[], $4::smallint[], $5::int[], $6::smallint[])
    as new (lo, n, queue, line, attempt, crashes);

-- At the end of their lines where their time is not ahead.
-- name: add_due
with place as materialized (
    select lo, queue, priority, attempt, crashes, ostinato.run_at(at, wait) as run_at
    from unnest($1::bigint[], $2::int[], $3::smallint[], $4::int[], $5::smallint[], $6::timestamptz[], $7::interval[])
        as place (lo, queue, priority, attempt, crashes, at, wait)),
later as (
    insert into ostinato.due (run_at, lo, n, queue, priority, attempt, crashes)
    select run_at, lo, 1, queue, priority, attempt, crashes from place where run_at > ostinato.clock())
insert into ostinato.ready (queue, line, seq, lo, n, attempt, crashes, since)
select queue, priority + case when crashes >= 2 then 10 else 0 end, nextval('ostinato.position'), lo, 1, attempt, crashes,
    ostinato.clock()
from place where run_at <= ostinato.clock();

-- name: add_suspended
insert into ostinato.suspended (lo, queue, priority, attempt, crashes, suspension, reason)
select lo, queue, priority, attempt, crashes, suspension, reason
from unnest($1::bigint[], $2::int[], $3::smallint[], $4::int[], $5::smallint[], $6::smallint[], $7::text[])
    as aside (lo, queue, priority, attempt, crashes, suspension, reason);

-- name: add_failures
insert into ostinato.failure (job, attempt, at, type, message, stack)
select job, attempt, ostinato.clock(), type, message, stack
from unnest($1::bigint[], $2::int[], $3::text[], $4::text[], $5::text[]) as failed (job, attempt, type, message, stack);

-- Of each job the first error stays, and the last ones.
-- name: cut_failures
delete from ostinato.failure where job = any ($1) and id = any (array(
    select id from (
        select id, row_number() over oldest as nth, count(*) over (partition by job) as total
        from ostinato.failure where job = any ($1) window oldest as (partition by job order by id)) ranked
    where nth > 1 and nth <= total - $2 + 1));

-- name: add_results
insert into ostinato.result (job, body) select job, body from unnest($1::bigint[], $2::bytea[]) as result (job, body)
on conflict on constraint result_pkey do update set body = excluded.body;
