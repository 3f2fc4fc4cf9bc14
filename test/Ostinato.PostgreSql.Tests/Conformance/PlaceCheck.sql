-- Every statement finds what contradicts itself, as text; none must find anything.

-- name: overlapping ranges
with place (name, lo, n) as (
    select 'ready', lo, n from ostinato.ready union all
    select 'due', lo, n from ostinato.due union all
    select 'lease', lo, n from ostinato.lease union all
    select 'done', lo, n from ostinato.done union all
    select 'suspended', lo, 1 from ostinato.suspended),
neighbours as (
    select name, lo, n, lead(name) over byId as next_name, lead(lo) over byId as next_lo from place window byId as (order by lo))
select name || ' ' || lo || '+' || n || ' reaches into ' || next_name || ' ' || next_lo from neighbours where next_lo < lo + n;

-- name: empty ranges
with place (name, lo, n) as (
    select 'ready', lo, n from ostinato.ready union all
    select 'due', lo, n from ostinato.due union all
    select 'lease', lo, n from ostinato.lease union all
    select 'done', lo, n from ostinato.done)
select name || ' ' || lo || '+' || n from place where n < 1;

-- name: ranges that reach over the end of a block of ids
with place (name, lo, n) as (
    select 'ready', lo, n from ostinato.ready union all
    select 'due', lo, n from ostinato.due union all
    select 'lease', lo, n from ostinato.lease union all
    select 'done', lo, n from ostinato.done)
select name || ' ' || lo || '+' || n from place where (lo - 1) / 1000 <> (lo + n - 2) / 1000;

-- name: jobs without a place, and places without a job
with place (name, lo, n) as (
    select 'ready', lo, n from ostinato.ready union all
    select 'due', lo, n from ostinato.due union all
    select 'lease', lo, n from ostinato.lease union all
    select 'done', lo, n from ostinato.done union all
    select 'suspended', lo, 1 from ostinato.suspended),
placed as (
    select name, id from place, generate_series(lo, lo + n - 1) as id)
select coalesce('job ' || j.id || ' has no place', p.name || ' ' || p.id || ' has no job')
from ostinato.job j full join placed p on p.id = j.id where p.id is null or j.id is null;

-- name: queue or priority not that of the job
with place (name, lo, n, queue, priority) as (
    select 'ready', lo, n, queue, line % 10 from ostinato.ready union all
    select 'due', lo, n, queue, priority from ostinato.due union all
    select 'lease', lo, n, queue, priority from ostinato.lease union all
    select 'done', lo, n, queue, null from ostinato.done union all
    select 'suspended', lo, 1, queue, priority from ostinato.suspended)
select name || ' ' || lo || ', job ' || id from place p join ostinato.job j on j.id >= p.lo and j.id < p.lo + p.n
where j.queue <> p.queue or j.priority <> coalesce(p.priority, j.priority);

-- name: leases of nobody
select 'lease ' || lo || ' of ' || l.process || '.' || l.epoch from ostinato.lease l
where not exists (select from ostinato.process p where p.id = l.process and p.epoch = l.epoch);

-- name: states that are not final
select 'done ' || lo || ' is ' || state from ostinato.done where state not in (4, 5, 6);

-- One duration a job: the bytes without a high bit are the last ones of each.
-- name: durations
select 'done ' || lo || '+' || n from ostinato.done
where durations is not null
    and n <> (select count(*) from generate_series(0, length(durations) - 1) at where get_byte(durations, at) < 128);

-- name: requests to cancel what is not held
select 'job ' || c.job from ostinato.cancel c
where not exists (select from ostinato.lease l where l.process = c.process and c.job >= l.lo and c.job < l.lo + l.n);

-- name: completions of what is not held
select 'job ' || c.job from ostinato.completion c
where not exists (select from ostinato.lease l where l.process = c.process and c.job >= l.lo and c.job < l.lo + l.n);

-- name: what belongs to jobs that are gone
select 'failure of ' || job from ostinato.failure where job not in (select id from ostinato.job)
union all
select 'result of ' || job from ostinato.result where job not in (select id from ostinato.job)
union all
select 'claim of ' || job from ostinato.unique_claim where job not in (select id from ostinato.job)
union all
select 'key of ' || job from ostinato.unique_key where job not in (select id from ostinato.job);

-- name: keys of jobs that did not claim them
select 'key of ' || k.job from ostinato.unique_key k left join ostinato.unique_claim c on c.job = k.job where c.key is distinct from k.key;

-- name: line not that of the crashes
select 'ready ' || lo from ostinato.ready where (line >= 10) <> (crashes >= 2);

-- name: ids and places in line that the sequences have not given
select 'job ' || id from ostinato.job where id >= (select last_value + 1000 from ostinato.job_id)
union all
select 'ready ' || seq from ostinato.ready where seq > (select last_value from ostinato.position);
