-- name: append
insert into ostinato.statistics (id, level, start, body)
select id, 0, date_trunc('minute', ostinato.clock() - age, 'UTC'), body
from unnest($1::uuid[], $2::interval[], $3::bytea[]) as new (id, age, body)
on conflict on constraint statistics_pkey do nothing;

-- name: between
select id, level, start, body from ostinato.statistics where level = any ('{0, 1, 2}') and start >= $1 and start < $2 order by start;

-- name: latest
select ostinato.clock(), s.id, s.level, s.start, s.body
from (values (1)) one
left join ostinato.statistics s on s.level = any ('{0, 1, 2}') and s.start >= ostinato.clock() - $1
order by s.start;

-- name: aged
select ostinato.clock(), s.id, s.level, s.start, s.body
from (values (1)) one
left join lateral (
    select * from ostinato.statistics where level = $1 and start < ostinato.clock() - $2 order by start limit $3) s on true
order by s.start;

-- Whoever adds up the same rows at the same time has locked them.
-- name: replace
with free as materialized (
    select id from ostinato.statistics where id = any ($1) for update skip locked),
gone as (
    delete from ostinato.statistics where id = any ($1) and (select count(*) from free) = cardinality($1) returning 1)
insert into ostinato.statistics (id, level, start, body)
select $2, $3, $4, $5 where (select count(*) from gone) = cardinality($1)
returning 1;

-- name: prune
delete from ostinato.statistics where level = any ('{0, 1, 2}') and start < ostinato.clock() - $1;
