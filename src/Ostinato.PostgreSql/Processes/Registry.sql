-- Transactions of several trips end with their client: where it stops or its connection hangs between two of them, the server ends them.

-- name: join
insert into ostinato.process (id, epoch, beat, host, pid, queues, names, labels, started_at, beat_at)
values (nextval('ostinato.process_number'), 1, 0, $1, $2, $3, $4, $5, ostinato.clock(), ostinato.clock())
returning id;

-- name: lock
select pg_advisory_xact_lock('ostinato.process'::regclass::oid::int, $1), ostinato.pin_plans(),
    set_config('idle_in_transaction_session_timeout', '10s', true);

-- name: lock_within
select set_config('lock_timeout', '1500ms', true), set_config('idle_in_transaction_session_timeout', '10s', true), ostinato.pin_plans(),
    pg_advisory_xact_lock('ostinato.process'::regclass::oid::int, $1);

-- name: end_hung
select ostinato.end_hung($1);

-- name: standing
select epoch from ostinato.process where id = $1;

-- name: rejoin
insert into ostinato.process as p (id, epoch, beat, host, pid, queues, names, labels, started_at, beat_at)
values ($1, $2, 0, $3, $4, $5, $6, $7, ostinato.clock(), ostinato.clock())
on conflict (id) do update set epoch = excluded.epoch, beat = p.beat + 1, round = 0, host = excluded.host, pid = excluded.pid,
    queues = excluded.queues, names = excluded.names, labels = excluded.labels, started_at = excluded.started_at, beat_at = excluded.beat_at;

-- name: beat
update ostinato.process set beat = beat + 1, beat_at = ostinato.clock() where id = $1 and epoch = $2 returning id;

-- name: beats
select id, epoch, beat,
    (select json_object_agg(name, settings order by name)::text from ostinato.queue where settings is not null)
from ostinato.process order by id;

-- name: observed
select host, pid from ostinato.process where id = $1 and epoch = $2 and beat = $3;

-- name: remove
delete from ostinato.process where id = $1;

-- name: take_leases
delete from ostinato.lease where process = $1
returning lo, n, queue, priority, seq, attempt, crashes, since, taken_at;

-- Whoever completed a job in a transaction of its own held the process until that ended: these are committed, and all.
-- name: take_completions
delete from ostinato.completion where process = $1 returning job, durations;

-- name: take_cancels
delete from ostinato.cancel where process = $1 returning job, reason;

-- The lock that shows that a process lives belongs to the session, and to the table of migrations to be told from the fence. An earlier
-- session of the same process may hold it, where only its connection is gone: until the server notices, this process is not watched.
-- name: hold_life
with life as materialized (select pg_try_advisory_lock('ostinato.migration'::regclass::oid::int, $1) as held)
update ostinato.process p set watched = life.held from life where p.id = $1 and p.epoch = $2 returning p.watched;

-- name: release_life
select pg_advisory_unlock('ostinato.migration'::regclass::oid::int, $1) where $2 is not null;

-- Those whose lock nobody holds. After a restart of the server everybody is given time to come back.
-- name: silent
select id, epoch, beat from ostinato.process
where watched and id <> all ($1) and pg_postmaster_start_time() < ostinato.clock() - interval '10 seconds'
    and pg_try_advisory_xact_lock_shared('ostinato.migration'::regclass::oid::int, id);
