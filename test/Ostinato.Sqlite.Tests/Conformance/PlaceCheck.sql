-- Every statement finds what contradicts itself, as text; none must find anything.

-- name: overlapping ranges
with place (name, lo, n) as (
    select 'ready', lo, n from ostinato_ready union all
    select 'due', lo, n from ostinato_due union all
    select 'lease', lo, n from ostinato_lease union all
    select 'done', lo, n from ostinato_done union all
    select 'suspended', lo, n from ostinato_suspended),
neighbours as (
    select name, lo, n, lead(name) over byId as next_name, lead(lo) over byId as next_lo from place window byId as (order by lo))
select name || ' ' || lo || '+' || n || ' reaches into ' || next_name || ' ' || next_lo from neighbours where next_lo < lo + n;

-- name: empty ranges
with place (name, lo, n) as (
    select 'ready', lo, n from ostinato_ready union all
    select 'due', lo, n from ostinato_due union all
    select 'lease', lo, n from ostinato_lease union all
    select 'done', lo, n from ostinato_done)
select name || ' ' || lo || '+' || n from place where n < 1;

-- name: jobs without a place
with place (lo, n) as (
    select lo, n from ostinato_ready union all
    select lo, n from ostinato_due union all
    select lo, n from ostinato_lease union all
    select lo, n from ostinato_done union all
    select lo, n from ostinato_suspended)
select 'job ' || id from ostinato_job j where not exists (select 1 from place p where j.id >= p.lo and j.id < p.lo + p.n);

-- name: places without a job
with place (name, lo, n) as (
    select 'ready', lo, n from ostinato_ready union all
    select 'due', lo, n from ostinato_due union all
    select 'lease', lo, n from ostinato_lease union all
    select 'done', lo, n from ostinato_done union all
    select 'suspended', lo, n from ostinato_suspended)
select name || ' ' || lo || '+' || n from place p
where n <> (select count(*) from ostinato_job j where j.id >= p.lo and j.id < p.lo + p.n);

-- name: queue or priority not that of the job
with place (name, lo, n, queue, priority) as (
    select 'ready', lo, n, queue, line % 10 from ostinato_ready union all
    select 'due', lo, n, queue, priority from ostinato_due union all
    select 'lease', lo, n, queue, priority from ostinato_lease union all
    select 'done', lo, n, queue, null from ostinato_done union all
    select 'suspended', lo, n, queue, priority from ostinato_suspended)
select name || ' ' || lo || ', job ' || id from place p join ostinato_job j on j.id >= p.lo and j.id < p.lo + p.n
where j.queue <> p.queue or j.priority <> coalesce(p.priority, j.priority);

-- name: two jobs at one place in line
with line as (
    select queue, line, seq, n, lead(seq) over (partition by queue, line order by seq) as next_seq from ostinato_ready)
select 'queue ' || queue || ', line ' || line || ', ' || seq || '+' || n || ' reaches ' || next_seq from line where next_seq < seq + n;

-- name: new jobs not available since they were stored
select 'job ' || id from ostinato_ready r join ostinato_job j on j.id >= r.lo and j.id < r.lo + r.n
where r.seq = r.lo and r.since <> j.created_at;

-- name: ids or places in line that the counter has not given
select 'ready ' || lo from ostinato_ready, ostinato_counter where lo + n > next or seq + n > next
union all
select 'job ' || id from ostinato_job, ostinato_counter where id >= next;

-- name: leases of nobody
select 'lease ' || lo || ' of ' || l.process || '.' || l.epoch from ostinato_lease l
where not exists (select 1 from ostinato_process p where p.id = l.process and p.epoch = l.epoch);

-- name: states that are not final
select 'done ' || lo || ' is ' || state from ostinato_done where state not in (4, 5, 6);

-- name: requests to cancel what is not held
select 'job ' || c.job from ostinato_cancel c
where not exists (select 1 from ostinato_lease l where l.process = c.process and c.job >= l.lo and c.job < l.lo + l.n);

-- name: what belongs to jobs that are gone
select 'failure of ' || job from ostinato_failure where job not in (select id from ostinato_job)
union all
select 'result of ' || job from ostinato_result where job not in (select id from ostinato_job)
union all
select 'note of ' || job from ostinato_note where job not in (select id from ostinato_job)
union all
select 'key of ' || job from ostinato_unique where job not in (select id from ostinato_job);

-- name: keys of jobs that did not claim them
select 'key of ' || u.job from ostinato_unique u join ostinato_job j on j.id = u.job where j.unique_key is not u.key;

-- name: damage
select integrity_check from pragma_integrity_check where integrity_check <> 'ok';

-- name: line not that of the crashes
select 'ready ' || lo from ostinato_ready where (line >= 10) <> (crashes >= 2);
