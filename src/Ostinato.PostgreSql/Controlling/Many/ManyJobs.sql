-- Many jobs at a time. The ranges they are in are locked in the order of their ids, so that nobody waits in a circle; they are removed, and
-- what is left of them is written anew.

-- name: pin
select ostinato.pin_plans(), set_config('idle_in_transaction_session_timeout', '10s', true);

-- name: lock_ready
select lo, n, queue, (line % 10)::smallint, attempt, crashes, seq, since from ostinato.ready
where lo = any (array(
    select (select lo from ostinato.ready where lo between ostinato.first_of(id) and id order by lo desc limit 1)
    from unnest($1::bigint[]) as asked (id)))
order by lo for update;

-- name: lock_due
select lo, n, queue, priority, attempt, crashes, 0::bigint, run_at from ostinato.due
where lo = any (array(
    select (select lo from ostinato.due where lo between ostinato.first_of(id) and id order by lo desc limit 1)
    from unnest($1::bigint[]) as asked (id)))
order by lo for update;

-- name: lock_suspended
select lo, 1, queue, priority, attempt, crashes, 0::bigint, ostinato.clock() from ostinato.suspended
where lo = any ($1) order by lo for update;

-- name: lock_done
select lo, n, state::int, queue, attempt, crashes::int, finished_at, reason, durations from ostinato.done
where lo = any (array(
    select (select lo from ostinato.done where lo between ostinato.first_of(id) and id order by lo desc limit 1)
    from unnest($1::bigint[]) as asked (id)))
order by lo for update;

-- name: clear_ready
delete from ostinato.ready where lo = any ($1);

-- name: clear_due
delete from ostinato.due where lo = any ($1);

-- name: clear_suspended
delete from ostinato.suspended where lo = any ($1);

-- name: clear_done
delete from ostinato.done where lo = any ($1);

-- Where they were before.
-- name: return_due
insert into ostinato.due (run_at, lo, n, queue, priority, attempt, crashes)
select run_at, lo, n, queue, priority, attempt, crashes
from unnest($1::bigint[], $2::int[], $3::int[], $4::smallint[], $5::int[], $6::smallint[], $7::timestamptz[])
    as back (lo, n, queue, priority, attempt, crashes, run_at);

-- name: return_done
insert into ostinato.done (lo, n, state, queue, attempt, crashes, finished_at, reason, durations)
select lo, n, state, queue, attempt, crashes, finished_at, reason, durations
from unnest($1::bigint[], $2::int[], $3::smallint[], $4::int[], $5::int[], $6::smallint[], $7::timestamptz[], $8::text[], $9::bytea[])
    as back (lo, n, state, queue, attempt, crashes, finished_at, reason, durations);

-- Whoever changes keys as well as places locks the keys first.
-- name: hold_keys
select 1 from ostinato.unique_key
where key = any (array(select key from ostinato.unique_claim where job = any ($1))) order by key for update;

-- name: lock_keys
select ostinato.lock_keys(array_agg(key)) from ostinato.unique_claim where job = any ($1) having count(*) > 0;

-- Who has the key of each. Of those with the same key one asks: whether it keeps others out shows only when it is back.
-- name: take_keys
select job, case nth when 1 then ostinato.take_key(job, key) else 0 end
from (
    select job, key, row_number() over (partition by key order by job) as nth from ostinato.unique_claim where job = any ($1)) claim;

-- Of claims that somebody removed while their keys were locked.
-- name: drop_free_keys
delete from ostinato.unique_key
where key = any (array(select key from ostinato.unique_key where job = 0 for update skip locked));

-- Between the first and the last, so that other partitions are left out.
-- name: priorities
select id, priority from ostinato.job where id = any ($1) and id between $2 and $3;

-- name: change_queue
update ostinato.job set queue = $4 where id = any ($1) and id between $2 and $3;

-- name: remove_results
delete from ostinato.result where job = any ($1);

-- name: remove_notes
delete from ostinato.note where job = any ($1);

-- name: remove
with results as (
    delete from ostinato.result where job = any ($1)),
notes as (
    delete from ostinato.note where job = any ($1)),
failures as (
    delete from ostinato.failure where job = any ($1)),
claims as (
    delete from ostinato.unique_claim where job = any ($1)),
keys as (
    delete from ostinato.unique_key where job = any ($1))
delete from ostinato.job where id = any ($1) and id between $2 and $3;
