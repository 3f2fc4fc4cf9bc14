-- A completion is written beside the lease, which the handler's transaction leaves alone: nobody who holds other jobs of that lease has to
-- wait for it. The job has ended as soon as the row is committed; the next exchange, or whoever ends the process, moves it to its place.

-- In the caller's transaction. From here to its end nobody declares the process dead. If its machine is, the server sees an idle
-- transaction, and ends it before long. The answer says, too, whether each statement of the transaction sees what is committed by then.
-- name: hold
select pg_current_xact_id(), current_setting('transaction_isolation') in ('read committed', 'read uncommitted'),
    pg_advisory_xact_lock_shared('ostinato.process'::regclass::oid::int, $1),
    case when current_setting('idle_in_transaction_session_timeout')::interval not between interval '1 ms' and interval '10 s'
        then set_config('idle_in_transaction_session_timeout', '10s', true) end;

-- On a connection of the store's, while the process is held, where the caller's transaction sees a time before that.
-- name: check
select exists (select from ostinato.process where id = $1 and epoch = $2),
    exists (
        select from (select lo, n, process, epoch from ostinato.lease where lo <= $3 order by lo desc limit 1) l
        where $3 < l.lo + l.n and l.process = $1 and l.epoch = $2)
    and not exists (select from ostinato.completion where process = $1 and job = $3)
    and coalesce(pg_xact_status($4) <> 'in progress', true);

-- In the caller's transaction, when it has been checked.
-- name: write
with written as (
    insert into ostinato.completion (process, job, durations) values ($1, $2, $3)
    on conflict on constraint completion_pkey do nothing returning job),
kept as (
    insert into ostinato.result (job, body) select job, $4 from written where $4 is not null
    on conflict on constraint result_pkey do update set body = excluded.body)
select true, exists (select from written);

-- The same with the check in it.
-- name: write_checked
with process as materialized (
    select exists (select from ostinato.process where id = $1 and epoch = $5) as stands),
written as (
    insert into ostinato.completion (process, job, durations)
    select $1, $2, $3 from process
    where stands and exists (
        select from (select lo, n, process, epoch from ostinato.lease where lo <= $2 order by lo desc limit 1) l
        where $2 < l.lo + l.n and l.process = $1 and l.epoch = $5)
    and coalesce(pg_xact_status($6) <> 'in progress', true)
    on conflict on constraint completion_pkey do nothing returning job),
kept as (
    insert into ostinato.result (job, body) select job, $4 from written where $4 is not null
    on conflict on constraint result_pkey do update set body = excluded.body)
select stands, exists (select from written) from process;

-- First which transactions are open, and then what was committed: whatever ended in between is seen.
-- name: open
select xid from unnest($1::xid8[]) as asked (xid) where pg_xact_status(xid) = 'in progress';

-- name: committed
select job from ostinato.completion where process = $1 and job = any ($2);

-- name: forget
delete from ostinato.completion where process = $1 and job = any ($2);

-- name: pin
select ostinato.pin_plans();
