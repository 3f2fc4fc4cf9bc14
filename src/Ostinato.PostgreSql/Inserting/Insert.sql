-- New jobs. Those that go to the same place have neighbouring ids and are written there as one range.

-- name: insert
with bodies as (
    insert into ostinato.job (id, created_at, kind, queue, priority, headers, payload)
    select id, ostinato.clock(), kind, queue, priority, headers, payload
    from unnest($1::bigint[], $2::int[], $3::int[], $4::smallint[], $5::bytea[], $6::bytea[])
        as new (id, kind, queue, priority, headers, payload))
insert into ostinato.ready (queue, line, seq, lo, n, attempt, crashes, since)
select queue, priority, nextval('ostinato.position'), lo, n, 0, 0, ostinato.clock()
from unnest($7::bigint[], $8::int[], $9::int[], $10::smallint[]) as place (lo, n, queue, priority);

-- name: transaction
select pg_current_xact_id();

-- One job that may run at once: what a program does most. The answer is the number of its transaction.
-- name: insert_one
with body as (
    insert into ostinato.job (id, created_at, kind, queue, priority, headers, payload)
    values ($1, ostinato.clock(), $2, $3, $4, $5, $6))
insert into ostinato.ready (queue, line, seq, lo, n, attempt, crashes, since)
values ($3, $4, nextval('ostinato.position'), $1, 1, 0, 0, ostinato.clock())
returning pg_current_xact_id();

-- name: insert_timed
with place as materialized (
    select lo, n, queue, priority, ostinato.run_at(at, wait) as run_at
    from unnest($1::bigint[], $2::int[], $3::int[], $4::smallint[], $5::timestamptz[], $6::interval[])
        as place (lo, n, queue, priority, at, wait)),
later as (
    insert into ostinato.due (run_at, lo, n, queue, priority, attempt, crashes)
    select run_at, lo, n, queue, priority, 0, 0 from place where run_at > ostinato.clock())
insert into ostinato.ready (queue, line, seq, lo, n, attempt, crashes, since)
select queue, priority, nextval('ostinato.position'), lo, n, 0, 0, ostinato.clock()
from place where run_at <= ostinato.clock();

-- name: lock_keys
select ostinato.lock_keys($1);

-- name: insert_unique
select ostinato.insert_unique(id, kind, queue, priority, headers, payload, ostinato.run_at(at, wait), key, during, period)
from unnest(
    $1::bigint[], $2::int[], $3::int[], $4::smallint[], $5::bytea[], $6::bytea[], $7::timestamptz[], $8::interval[], $9::bytea[],
    $10::int[], $11::interval[])
    as new (id, kind, queue, priority, headers, payload, at, wait, key, during, period);

-- name: insert_or_replace
select stored.holder, stored.is_replaced
from unnest(
    $1::bigint[], $2::int[], $3::int[], $4::smallint[], $5::bytea[], $6::bytea[], $7::timestamptz[], $8::interval[], $9::bytea[],
    $10::int[], $11::interval[], $12::int[])
    as new (id, kind, queue, priority, headers, payload, at, wait, key, during, period, replaces)
    cross join lateral ostinato.insert_or_replace(
        id, kind, queue, priority, headers, payload, ostinato.run_at(at, wait), key, during, period, replaces) stored;

-- For each job the one that is stored: it itself, or the one that kept its key from it. An id may be that of a job of somebody else.
-- name: stored
select coalesce(
    (select id from ostinato.job j where j.id = new.id and j.kind = new.kind and j.payload = new.payload),
    (select k.job from ostinato.unique_key k where k.key = new.key))
from unnest($1::bigint[], $2::bytea[], $3::int[], $4::bytea[]) with ordinality as new (id, key, kind, payload, nth) order by nth;
