-- Each statement finds something that is wrong: what to say, in columns. None must find anything.

-- name: snapshot
select format('session %s (%s, %s, %s)', pid, usename, nullif(application_name, ''), state),
    date_trunc('second', ostinato.clock() - xact_start)::text, left(query, 200)
from pg_stat_activity
where xact_start < ostinato.clock() - interval '1 minute' and backend_xmin is not null and pid <> pg_backend_pid()
    and datname = current_database()
union all
select format('prepared transaction %s (%s)', gid, owner), date_trunc('second', ostinato.clock() - prepared)::text, ''
from pg_prepared_xacts where prepared < ostinato.clock() - interval '1 minute' and database = current_database()
limit 5;

-- name: vacuum_off
select 'the whole server' where current_setting('autovacuum') = 'off'
union all
select c.oid::regclass::text from pg_class c
where c.relnamespace = (select relnamespace from pg_class where oid = 'ostinato.ready'::regclass)
    and c.reloptions::text ~ 'autovacuum_enabled=(false|off|0|no)';

-- name: vacuum_behind
select relname::text, n_dead_tup, n_live_tup from pg_stat_user_tables
where relid = any (array['ostinato.ready', 'ostinato.due', 'ostinato.lease']::regclass[])
    and n_dead_tup > 100000 and n_dead_tup > 10 * n_live_tup;

-- name: indexes
select index from unnest($1) as expected (index)
where not exists (
    select from pg_class c join pg_index i on i.indexrelid = c.oid
    where c.relname = index and i.indisvalid and c.relnamespace = (select relnamespace from pg_class where oid = 'ostinato.ready'::regclass));

-- name: stuck_leases
select l.process, count(*), sum(l.n) from ostinato.lease l
where not exists (select from ostinato.process p where p.id = l.process and p.epoch = l.epoch) group by l.process;

-- Jobs that have ended and that nobody will move to their place: whoever ends a process takes its completions with its leases.
-- name: stuck_completions
select c.process, count(*), min(c.job) from ostinato.completion c
where not exists (select from ostinato.lease l where l.process = c.process and c.job >= l.lo and c.job < l.lo + l.n) group by c.process;

-- name: overdue
select sum(n), date_trunc('second', ostinato.clock() - min(run_at))::text from ostinato.due
where run_at < ostinato.clock() - interval '1 minute' having count(*) > 0;

-- name: silent
select id, host, pid, date_trunc('second', ostinato.clock() - beat_at)::text from ostinato.process
where beat_at < ostinato.clock() - interval '1 minute';

-- name: settings
select current_setting('fsync') = 'off', current_setting('full_page_writes') = 'off', current_setting('synchronous_commit') = 'off';

-- name: connections
select count(*), current_setting('max_connections')::int from pg_stat_activity where backend_type = 'client backend';

-- name: clock
select ostinato.clock();

-- name: rest
select reltuples::bigint from pg_class where oid = 'ostinato.job_rest'::regclass and reltuples > 1000000;

-- name: pin
select ostinato.pin_plans();
