-- Results of completed jobs that are kept for less time than the jobs.

-- Ranges up the order in which they ended, and those of their jobs whose results are stored. Offset 0 and the kind by itself keep the
-- planner from reading all results, or all bodies, for each range.
-- name: aged_results
with old as materialized (
    select lo, n, finished_at from ostinato.done
    where state = 4 and (finished_at, lo + 0) > ($1, $2) and finished_at < ostinato.clock() - $3
    order by finished_at, lo + 0 limit $4),
queued as (
    select *, sum(n) over (order by finished_at, lo rows unbounded preceding) - n as before from old),
take as materialized (
    select lo, n, finished_at from queued where before < $4)
select t.finished_at, t.lo, t.n, kept.job, kept.kind
from take t left join lateral (
    select r.job, (select j.kind from ostinato.job j where j.id = r.job) as kind from ostinato.result r
    where r.job >= t.lo and r.job < t.lo + t.n and octet_length(r.body) > 0 order by r.job offset 0) kept on true
order by t.finished_at, t.lo;

-- Nothing at all stands for a result that has expired.
-- name: expire
with aged as materialized (
    select asked.job
    from unnest($1::bigint[]) as asked (job) cross join lateral (
        select d.lo, d.n, d.state, d.finished_at from ostinato.done d
        where d.lo between ostinato.first_of(asked.job) and asked.job order by d.lo desc limit 1) ended
    where asked.job < ended.lo + ended.n and ended.state = 4 and ended.finished_at < ostinato.clock() - $2),
gone as (
    update ostinato.result r set body = ''
    where r.job = any (array(select job from aged)) and octet_length(r.body) > 0
    returning r.job)
select count(*)::int from gone;

-- name: pin
select ostinato.pin_plans();
