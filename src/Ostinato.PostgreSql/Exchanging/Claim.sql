-- name: claim
-- Takes what fits from the heads of the lines of one queue and leases it. Each probe is a part of the queue's order: lines from one on,
-- places from one on in the first of them, up to another line. The heads are merged as ClaimRule says: by the priority that each
-- counts as after its wait, then by the longer wait; inside a line nothing overtakes. Neighbouring ids of one block share a
-- lease. A row of ready never changes its first id: who locks a row that somebody else has changed meanwhile finds it again by that.
with pick as materialized (
    select head.*
    from ostinato.queue open,
        unnest($6::smallint[], $7::bigint[], $8::smallint[]) as probe (line, seq, below)
        cross join lateral (
            select r.line, r.seq, r.lo, r.n, r.attempt, r.crashes, r.since
            from ostinato.ready r
            where r.queue = $1 and (r.line, r.seq) >= (probe.line, probe.seq) and r.line < probe.below
            order by r.line, r.seq, r.lo + 0
            limit case when probe.line >= 10 then 1 else $3 end
            for update skip locked) head
    where open.id = $1 and open.paused_at is null),
weighed as (
    select *, max(
        greatest(0, line % 10 - greatest(0, trunc(date_part('epoch', ostinato.clock() - since) / 60)))::bigint * 100000000000000000
        + (date_part('epoch', since) * 1000000)::bigint) over (partition by line order by seq, lo rows unbounded preceding) as turn
    from pick),
sized as (
    select *, case when line >= 10 then 1 else n end as size,
        row_number() over (partition by line >= 10 order by turn, line, seq, lo) as nth
    from weighed),
queued as (
    select *, sum(size) over (order by turn, line, seq, lo rows unbounded preceding) - size as before
    from sized where line < 10 or nth = 1),
take as materialized (
    select *, least(size, $2 - before)::int as taken from queued where before < $2),
gone as (
    delete from ostinato.ready where lo = any (array(select lo from take))),
rest as (
    insert into ostinato.ready (queue, line, seq, lo, n, attempt, crashes, since)
    select $1, line, seq, lo + taken, n - taken, attempt, crashes, since from take where taken < n),
leased as (
    select line, attempt, crashes, min(seq) as seq, min(since) as since, range_agg(int8range(lo, lo + taken)) as runs
    from take group by line, attempt, crashes, (lo - 1) / 1000),
written as (
    insert into ostinato.lease (lo, n, process, epoch, claim, queue, priority, seq, attempt, crashes, since, taken_at)
    select lower(run), (upper(run) - lower(run))::int, $4, $5, $9, $1, line % 10, seq, attempt, crashes, since, ostinato.clock()
    from leased, unnest(runs) as run)
select line, seq, lo, taken, attempt, crashes, since from take order by turn, line, seq, lo;

-- The bodies of what a claim has leased.
-- name: bodies
select j.id, j.kind, j.created_at, j.headers, j.payload, l.taken_at
from ostinato.lease l join ostinato.job j on j.id >= l.lo and j.id < l.lo + l.n
where l.process = $1 and l.claim = $2;
