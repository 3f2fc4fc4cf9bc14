-- Moves jobs whose time has come to the ends of their lines, the earliest first. Those that came to one queue and line together, one after
-- the other, become one range again.
-- name: promote
with ripe as materialized (
    select run_at, lo, n, queue, attempt, priority, crashes from ostinato.due
    where run_at <= (select ostinato.clock()) order by run_at, lo + 0 limit $1 for update skip locked),
queued as (
    select *, sum(n) over (order by run_at, lo rows unbounded preceding) - n as before from ripe),
take as materialized (
    select * from queued where before < $1),
gone as (
    delete from ostinato.due where lo = any (array(select lo from take))),
joined as (
    select *, lo is distinct from lag(lo + n) over (partition by queue, priority, attempt, crashes, run_at order by lo)
        or lo % 1000 = 1 as begins
    from take),
numbered as (
    select *, count(*) filter (where begins)
        over (partition by queue, priority, attempt, crashes, run_at order by lo rows unbounded preceding) as run
    from joined),
placed as (
    select min(lo) as lo, sum(n)::int as n, queue, priority, attempt, crashes, run_at
    from numbered group by queue, priority, attempt, crashes, run_at, run order by run_at, min(lo)),
moved as (
    insert into ostinato.ready (queue, line, seq, lo, n, attempt, crashes, since)
    select queue, priority + case when crashes >= 2 then 10 else 0 end, nextval('ostinato.position'), lo, n, attempt, crashes, run_at
    from placed
    returning queue, n)
select queue, sum(n)::int from moved group by queue;

-- name: next
select (select run_at from ostinato.due order by run_at limit 1) - ostinato.clock();

-- name: pin
select ostinato.pin_plans();
