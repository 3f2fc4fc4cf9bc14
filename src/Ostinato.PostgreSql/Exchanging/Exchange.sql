-- The one trip of a process: fence, acknowledge, claim.

-- name: fence
select ostinato.fence($1, $2, $3);

-- Leases that go, and those that keep only their head.
-- name: cut
select ostinato.cut_leases($1, $2, $3, $4, $5);

-- What else is left of them, and what ended.
-- name: settle
with rest as (
    insert into ostinato.lease (lo, n, process, epoch, queue, priority, seq, attempt, crashes, since, taken_at)
    select lo, n, $1, $2, queue, priority, seq, attempt, crashes, since, taken_at
    from unnest($3::bigint[], $4::int[], $5::int[], $6::smallint[], $7::bigint[], $8::int[], $9::smallint[], $10::timestamptz[],
        $11::timestamptz[]) as rest (lo, n, queue, priority, seq, attempt, crashes, since, taken_at))
insert into ostinato.done (lo, n, state, queue, attempt, crashes, finished_at, reason, durations)
select lo, n, state, queue, attempt, crashes, ostinato.clock(), reason, durations
from unnest($12::bigint[], $13::int[], $14::smallint[], $15::int[], $16::int[], $17::smallint[], $18::text[], $19::bytea[])
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
