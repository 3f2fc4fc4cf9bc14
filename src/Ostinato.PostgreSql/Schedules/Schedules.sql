-- name: all
select name, next_at, revision, definition, last_job from ostinato.schedule order by name collate "C";

-- name: due
select ostinato.clock(), (select min(next_at) from ostinato.schedule where next_at > ostinato.clock()) - ostinato.clock(),
    s.name, s.next_at, s.revision, s.definition, s.last_job
from (values (1)) one left join ostinato.schedule s on s.next_at <= ostinato.clock()
order by s.next_at, s.name;

-- name: add
insert into ostinato.schedule (name, next_at, revision, definition) values ($1, $2, 1, $3)
on conflict on constraint schedule_pkey do nothing returning 1;

-- name: change
update ostinato.schedule set next_at = $2, definition = $3, revision = revision + 1 where name = $1 and revision = $4 returning 1;

-- name: remove
with ticks as (
    delete from ostinato.tick where schedule = $1)
delete from ostinato.schedule where name = $1 returning 1;

-- name: fire
update ostinato.schedule set next_at = $2, revision = revision + 1 where name = $1 and revision = $3
returning 1, set_config('idle_in_transaction_session_timeout', '10s', true);

-- name: add_ticks
insert into ostinato.tick (schedule, at, outcome, reason)
select $1, at, outcome, reason from unnest($2::timestamptz[], $3::smallint[], $4::text[]) as new (at, outcome, reason)
on conflict on constraint tick_pkey do nothing returning at;

-- name: name_jobs
with named as (
    update ostinato.tick t set job = ran.job from unnest($2::timestamptz[], $3::bigint[]) as ran (at, job)
    where t.schedule = $1 and t.at = ran.at)
update ostinato.schedule set last_job = $4 where name = $1;

-- name: fired
select at, outcome, job, reason from ostinato.tick where schedule = $1 and at = any ($2) order by at;

-- name: ticks
select at, outcome, job, reason from ostinato.tick where schedule = $1 order by at desc limit $2;

-- name: cut_ticks
delete from ostinato.tick
where schedule = $1 and at <= (select at from ostinato.tick where schedule = $1 order by at desc offset $2 limit 1);

-- name: pin
select ostinato.pin_plans();
