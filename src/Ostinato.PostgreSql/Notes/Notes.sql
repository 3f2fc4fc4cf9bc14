-- What attempts tell while they run.

-- name: fence
select ostinato.fence($1, $2, $3);

-- An attempt begins to tell lines: those of its earlier runs go, and those of attempts long before it.
-- name: forget_lines
delete from ostinato.note n
where n.job = any ($1::bigint[]) and n.kind = 3 and exists (
    select from unnest($1::bigint[], $2::bigint[], $3::bigint[]) as begun (job, slot, first)
    where begun.job = n.job and (n.slot >= begun.slot or n.slot < begun.first));

-- Of the jobs that the process holds still. Answers which.
-- name: write
insert into ostinato.note as n (job, kind, slot, attempt, at, body)
select told.job, told.kind, told.slot, told.attempt, ostinato.clock(), told.body
from unnest($3::bigint[], $4::smallint[], $5::bigint[], $6::int[], $7::bytea[]) as told (job, kind, slot, attempt, body)
where exists (
    select from (
        select l.lo, l.n, l.process, l.epoch from ostinato.lease l
        where l.lo between ostinato.first_of(told.job) and told.job order by l.lo desc limit 1) held
    where told.job < held.lo + held.n and held.process = $1 and held.epoch = $2)
on conflict on constraint note_pkey do update set attempt = excluded.attempt, at = excluded.at, body = excluded.body
returning job;

-- What attempts told last, in the transaction of their end.
-- name: write_last
insert into ostinato.note as n (job, kind, slot, attempt, at, body)
select job, kind, slot, attempt, ostinato.clock(), body
from unnest($1::bigint[], $2::smallint[], $3::bigint[], $4::int[], $5::bytea[]) as told (job, kind, slot, attempt, body)
on conflict on constraint note_pkey do update set attempt = excluded.attempt, at = excluded.at, body = excluded.body;

-- name: lines
select kind, slot, attempt, at, body from ostinato.note where job = $1 and kind = 3 and slot > $2 order by slot;

-- name: checkpoint
select body from ostinato.note where job = $1 and kind = 2 and slot = 0;

-- name: pin
select ostinato.pin_plans();
