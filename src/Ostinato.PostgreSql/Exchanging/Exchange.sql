-- The one trip of a process: fence, acknowledge, claim.

-- name: fence
select ostinato.fence($1, $2, $3);

-- Leases that go, those that keep only their head, what else is left of them, and what ended.
-- name: settle
with gone as (
    delete from ostinato.lease where lo = any ($1)),
shortened as (
    update ostinato.lease l set n = s.n from unnest($21::bigint[], $22::int[]) as s (lo, n) where l.lo = s.lo),
rest as (
    insert into ostinato.lease (lo, n, process, epoch, queue, priority, seq, attempt, crashes, since, taken_at)
    select lo, n, $2, $3, queue, priority, seq, attempt, crashes, since, taken_at
    from unnest($4::bigint[], $5::int[], $6::int[], $7::smallint[], $8::bigint[], $9::int[], $10::smallint[], $11::timestamptz[],
        $12::timestamptz[]) as rest (lo, n, queue, priority, seq, attempt, crashes, since, taken_at))
insert into ostinato.done (lo, n, state, queue, attempt, crashes, finished_at, reason, durations)
select lo, n, state, queue, attempt, crashes, ostinato.clock(), reason, durations
from unnest($13::bigint[], $14::int[], $15::smallint[], $16::int[], $17::int[], $18::smallint[], $19::text[], $20::bytea[])
    as done (lo, n, state, queue, attempt, crashes, reason, durations);

-- name: require_known_cancels
select ostinato.require_known_cancels($1, $2, $3);

-- What the process is told: how long until the next job is due, and who wants which of its jobs cancelled. Requests that concern jobs
-- whose attempts have just ended go; mostly there are none, which one look tells.
-- name: around
with gone as (
    delete from ostinato.cancel
    where process = $1 and job = any ($2) and exists (select from ostinato.cancel asked where asked.process = $1))
select next.wait, asked.job, asked.reason
from (select (select run_at from ostinato.due order by run_at limit 1) - ostinato.clock() as wait) next
    left join ostinato.cancel asked on asked.process = $1 and asked.job <> all ($2);

-- name: begin_round
select ostinato.begin_round($1, $2);

-- name: held
select lo, n, queue, priority, seq, attempt, crashes, since, taken_at from ostinato.lease where process = $1 and epoch = $2 order by lo;

-- name: cancels
select job, reason from ostinato.cancel where process = $1;
