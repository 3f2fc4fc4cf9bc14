-- name: is_any_old
select ostinato.is_any_old($1, $2);

-- Removes jobs that ended long ago, the oldest first, with all that belongs to them. Those in partitions that go as a whole are left out, and
-- those whose key somebody holds, who may wait for their place: keys are locked before places, by whoever locks both.
-- name: prune
with aged as materialized (
    select lo, n, finished_at from ostinato.done
    where state = $1 and finished_at < ostinato.clock() - $2
        and not exists (select from unnest($4::bigint[], $5::bigint[]) as whole (lo, hi) where done.lo >= whole.lo and done.lo < whole.hi)
    order by finished_at limit $3),
queued as (
    select *, sum(n) over (order by finished_at, lo rows unbounded preceding) - n as before from aged),
free as materialized (
    select q.lo from queued q cross join lateral (
        select count(*) as keys from (
            select 1 from ostinato.unique_key k where k.job >= q.lo and k.job < q.lo + q.n for update skip locked) locked) held
    where q.before < $3
        and held.keys = (select count(*) from ostinato.unique_key k where k.job >= q.lo and k.job < q.lo + q.n)),
take as materialized (
    select lo, n from ostinato.done where lo = any (array(select lo from free)) for update skip locked),
gone as (
    delete from ostinato.done where lo = any (array(select lo from take))),
results as (
    delete from ostinato.result r using take t where r.job >= t.lo and r.job < t.lo + t.n),
notes as (
    delete from ostinato.note m using take t where m.job >= t.lo and m.job < t.lo + t.n),
failures as (
    delete from ostinato.failure f using take t where f.job >= t.lo and f.job < t.lo + t.n),
claims as (
    delete from ostinato.unique_claim c using take t where c.job >= t.lo and c.job < t.lo + t.n),
keys as (
    delete from ostinato.unique_key k using take t where k.job >= t.lo and k.job < t.lo + t.n),
bodies as (
    delete from ostinato.job j using take t where j.id >= t.lo and j.id < t.lo + t.n)
select coalesce(sum(n), 0)::int from take;

-- name: pin
select ostinato.pin_plans();
