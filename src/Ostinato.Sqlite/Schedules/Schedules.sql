-- name: all
select name, next_at, revision, definition, last_job from ostinato_schedule order by name;

-- name: due
select name, next_at, revision, definition, last_job from ostinato_schedule where next_at <= ?1 order by next_at, name;

-- name: next
select min(next_at) from ostinato_schedule where next_at > ?1;

-- name: add
insert into ostinato_schedule (name, next_at, revision, definition) values (?1, ?2, 1, ?3) on conflict do nothing;

-- name: change
update ostinato_schedule set next_at = ?2, definition = ?3, revision = revision + 1 where name = ?1 and revision = ?4;

-- name: remove
delete from ostinato_schedule where name = ?1;

-- name: remove_ticks
delete from ostinato_tick where schedule = ?1;

-- name: fire
update ostinato_schedule set next_at = ?2, revision = revision + 1 where name = ?1 and revision = ?3;

-- name: ran
update ostinato_schedule set last_job = ?2 where name = ?1;

-- name: add_tick
insert into ostinato_tick (schedule, at, outcome, job, reason) values (?1, ?2, ?3, ?4, ?5);

-- name: tick
select at, outcome, job, reason from ostinato_tick where schedule = ?1 and at = ?2;

-- name: ticks
select at, outcome, job, reason from ostinato_tick where schedule = ?1 order by at desc limit ?2;

-- name: cut_ticks
delete from ostinato_tick
where schedule = ?1 and at <= (select at from ostinato_tick where schedule = ?1 order by at desc limit 1 offset ?2);
