-- name: open_queue
select id from ostinato_queue where name = ?1 and paused_at is null;
