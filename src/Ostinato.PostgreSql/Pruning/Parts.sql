-- The partitions of the table of bodies.

-- name: newest
select p.lo, p.hi, extract(epoch from ostinato.clock() - p.created_at)::float8, ids.last_value,
    pg_has_role(bodies.relowner, 'usage') and has_schema_privilege(bodies.relnamespace, 'create'),
    exists (select from ostinato.part closed where closed.hi <= ids.last_value)
from (select * from ostinato.part order by hi desc limit 1) p, ostinato.job_id ids, pg_class bodies
where bodies.oid = 'ostinato.job'::regclass;

-- name: add
select ostinato.add_part($1, $2);

-- Those that no new id falls into and of which little must stay. A completed job need not; one that is young is looked for from the end, where
-- most of them are.
-- name: closed
select p.name, p.lo, p.hi,
    coalesce((
        select true from ostinato.done d
        where d.lo >= p.lo and d.lo < p.hi and d.state = 4 and d.finished_at >= ostinato.clock() - $1 order by d.lo desc limit 1),
        false) as is_young,
    -- The whole as well as the part.
    not exists (
        select from pg_class bodies
        where bodies.oid in ('ostinato.job'::regclass, to_regclass('ostinato.' || quote_ident(p.name)))
            and not pg_has_role(bodies.relowner, 'usage')) as is_own
from ostinato.part p, ostinato.job_id ids,
    lateral (
        select count(*) as jobs from (
            select 1 from ostinato.ready r, generate_series(1, r.n) where r.lo >= p.lo and r.lo < p.hi
            union all
            select 1 from ostinato.due d, generate_series(1, d.n) where d.lo >= p.lo and d.lo < p.hi
            union all
            select 1 from ostinato.lease l, generate_series(1, l.n) where l.lo >= p.lo and l.lo < p.hi
            union all
            select 1 from ostinato.done d, generate_series(1, d.n) where d.lo >= p.lo and d.lo < p.hi and d.state = 5
            union all
            select 1 from ostinato.done d, generate_series(1, d.n) where d.lo >= p.lo and d.lo < p.hi and d.state = 6
            union all
            select 1 from ostinato.suspended s where s.lo >= p.lo and s.lo < p.hi
            limit $2 + 1) few) stays
where p.hi <= ids.last_value and stays.jobs <= $2
order by p.lo;

-- Completed jobs of a partition that will be dropped: their bodies go with it.
-- name: forget
with old as materialized (
    select lo, n from ostinato.done
    where lo >= $1 and lo < $2 and state = 4 and finished_at < ostinato.clock() - $3 order by lo limit $4 for update skip locked),
gone as (
    delete from ostinato.done where lo = any (array(select lo from old)))
select coalesce(sum(n), 0)::int from old;

-- name: drop
select ostinato.drop_part($1);

-- What belonged to the jobs that went.
-- name: sweep
with results as (
    delete from ostinato.result r where r.job >= $1 and r.job < $2 and not exists (select from ostinato.job j where j.id = r.job)),
notes as (
    delete from ostinato.note m where m.job >= $1 and m.job < $2 and not exists (select from ostinato.job j where j.id = m.job)),
failures as (
    delete from ostinato.failure f where f.job >= $1 and f.job < $2 and not exists (select from ostinato.job j where j.id = f.job)),
claims as (
    delete from ostinato.unique_claim c where c.job >= $1 and c.job < $2 and not exists (select from ostinato.job j where j.id = c.job))
delete from ostinato.unique_key k where k.job >= $1 and k.job < $2 and not exists (select from ostinato.job j where j.id = k.job);

-- name: pin
select ostinato.pin_plans();
