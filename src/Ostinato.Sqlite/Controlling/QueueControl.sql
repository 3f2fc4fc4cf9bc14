-- name: pause
update ostinato_queue set paused_at = coalesce(paused_at, ?2), pause_reason = ?3 where id = ?1;

-- name: resume
update ostinato_queue set paused_at = null, pause_reason = null where id = ?1 and paused_at is not null;
