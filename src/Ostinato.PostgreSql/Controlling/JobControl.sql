-- One job at a time, whatever the range it is in: it is cut out, and the rest of the range stays.

-- name: pin
select ostinato.pin_plans(), set_config('idle_in_transaction_session_timeout', '10s', true);

-- Whoever changes a key as well as a place locks the key first.
-- name: hold_key
select 1 from ostinato.unique_key where key = (select key from ostinato.unique_claim where job = $1) for update;

-- Asks the holder to stop a job. While the lease is locked the holder cannot end the job.
-- name: ask_holder
with held as materialized (
    select process from ostinato.lease
    where lo = (select lo from ostinato.lease where lo between ostinato.first_of($1) and $1 order by lo desc limit 1)
        and $1 < lo + n for update),
asked as (
    insert into ostinato.cancel (process, job, at, reason) select process, $1, ostinato.clock(), $2 from held
    on conflict on constraint cancel_pkey do nothing returning 1)
select (select count(*) from asked)::int from held;

-- name: is_held
select process from ostinato.lease
where lo = (select lo from ostinato.lease where lo between ostinato.first_of($1) and $1 order by lo desc limit 1) and $1 < lo + n;

-- name: take_ready
with hit as materialized (
    select * from ostinato.ready
    where lo = (select lo from ostinato.ready where lo between ostinato.first_of($1) and $1 order by lo desc limit 1)
        and $1 < lo + n for update),
gone as (
    delete from ostinato.ready where lo = (select lo from hit where lo = $1)),
head as (
    update ostinato.ready set n = $1 - lo where lo = (select lo from hit where lo < $1)),
tail as (
    insert into ostinato.ready (queue, line, seq, lo, n, attempt, crashes, since)
    select queue, line, seq, $1 + 1, (lo + n - $1 - 1)::int, attempt, crashes, since from hit where $1 + 1 < lo + n)
select queue, line % 10, attempt, crashes::int from hit;

-- name: take_due
with hit as materialized (
    select * from ostinato.due
    where lo = (select lo from ostinato.due where lo between ostinato.first_of($1) and $1 order by lo desc limit 1)
        and $1 < lo + n for update),
gone as (
    delete from ostinato.due where lo = (select lo from hit where lo = $1)),
head as (
    update ostinato.due set n = $1 - lo where lo = (select lo from hit where lo < $1)),
tail as (
    insert into ostinato.due (run_at, lo, n, queue, priority, attempt, crashes)
    select run_at, $1 + 1, (lo + n - $1 - 1)::int, queue, priority, attempt, crashes from hit where $1 + 1 < lo + n)
select queue, priority::int, attempt, crashes::int from hit;

-- name: take_suspended
delete from ostinato.suspended where lo = $1 returning queue, priority::int, attempt, crashes::int;

-- name: take_poison
delete from ostinato.suspended where lo = $1 and suspension = $2 returning queue, priority::int, attempt, crashes::int;

-- name: lock_done
select d.lo, d.n, d.queue, j.priority::int, d.durations, d.attempt, d.crashes::int, d.state::int
from ostinato.done d join ostinato.job j on j.id = $1
where d.lo = (select lo from ostinato.done where lo between ostinato.first_of($1) and $1 order by lo desc limit 1)
    and $1 < d.lo + d.n for update of d;

-- name: lock_old
select d.lo, d.n, d.queue, j.priority::int, d.durations, d.attempt, d.crashes::int, d.state::int
from ostinato.done d join ostinato.job j on j.id = $1
where d.lo = (select lo from ostinato.done where lo between ostinato.first_of($1) and $1 order by lo desc limit 1)
    and $1 < d.lo + d.n and d.finished_at < $2 for update of d;

-- name: is_done
select state::int from ostinato.done
where lo = (select lo from ostinato.done where lo between ostinato.first_of($1) and $1 order by lo desc limit 1) and $1 < lo + n;

-- name: drop_done
delete from ostinato.done where lo = $1;

-- name: shorten_done
update ostinato.done set n = $2, durations = $3 where lo = $1;

-- name: split_done
insert into ostinato.done (lo, n, state, queue, attempt, crashes, finished_at, reason, durations)
select $2, $3, state, queue, attempt, crashes, finished_at, reason, $4 from ostinato.done where lo = $1;

-- name: exists
select 1 from ostinato.job where id = $1;

-- name: state
select ostinato.state_of($1);

-- name: lock_key
select ostinato.lock_keys(array_agg(key)) from ostinato.unique_claim where job = $1 having count(*) > 0;

-- name: take_key
select ostinato.take_key(job, key) from ostinato.unique_claim where job = $1;

-- What completed begins anew; whatever did not get so far goes on from where it was.
-- name: remove_result
with notes as (
    delete from ostinato.note where job = $1 and exists (
        select from (
            select d.lo, d.n, d.state from ostinato.done d where d.lo between ostinato.first_of($1) and $1 order by d.lo desc limit 1) ended
        where $1 < ended.lo + ended.n and ended.state = 4))
delete from ostinato.result where job = $1;

-- name: remove
with results as (
    delete from ostinato.result where job = $1),
notes as (
    delete from ostinato.note where job = $1),
failures as (
    delete from ostinato.failure where job = $1),
claims as (
    delete from ostinato.unique_claim where job = $1),
keys as (
    delete from ostinato.unique_key where job = $1)
delete from ostinato.job where id = $1;

-- name: update
select ostinato.change_waiting($1, $2, $3, case when $4 then ostinato.run_at($5, $6) end, $7, $8, $9, $10);

-- name: is_any_suspended
select exists (select from ostinato.suspended);

-- name: resume_suspended
with asked as materialized (
    select s.* from ostinato.suspended s join ostinato.job j on j.id = s.lo
    where s.suspension = $1 and j.kind = any ($2) and s.queue = any ($3) order by s.lo limit $4 for update of s skip locked),
gone as (
    delete from ostinato.suspended where lo = any (array(select lo from asked))),
moved as (
    insert into ostinato.ready (queue, line, seq, lo, n, attempt, crashes, since)
    select queue, priority + case when crashes >= 2 then 10 else 0 end, nextval('ostinato.position'), lo, 1, attempt, crashes,
        ostinato.clock()
    from asked)
select queue, count(*)::int from asked group by queue;
