-- What attempts tell while they run.

-- name: put
insert into ostinato_note (job, kind, slot, attempt, at, body) values (?1, ?2, ?3, ?4, ?5, ?6)
on conflict (job, kind, slot) do update set attempt = excluded.attempt, at = excluded.at, body = excluded.body;

-- name: forget_from
delete from ostinato_note where job = ?1 and kind = 3 and slot >= ?2;

-- name: forget_before
delete from ostinato_note where job = ?1 and kind = 3 and slot < ?2;

-- name: latest
select kind, slot, attempt, at, body from ostinato_note where job = ?1 and kind < 3;

-- name: last_lines
select kind, slot, attempt, at, body from ostinato_note where job = ?1 and kind = 3 order by slot desc limit 1;

-- name: lines
select kind, slot, attempt, at, body from ostinato_note where job = ?1 and kind = 3 and slot > ?2 order by slot;

-- name: checkpoint
select body from ostinato_note where job = ?1 and kind = 2 and slot = 0;

-- name: remove
delete from ostinato_note where job between ?1 and ?2;
