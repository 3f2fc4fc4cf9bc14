-- name: all
select name, revision, paused_at, paused_by, pause_reason, settings from ostinato.queue
where revision > 0 or paused_at is not null order by name collate "C";

-- name: write
update ostinato.queue set revision = revision + 1, paused_at = case when $3 then coalesce($4, ostinato.clock()) end, paused_by = $5,
    pause_reason = $6, settings = $7::json
where id = $1 and revision = $2 returning 1, set_config('idle_in_transaction_session_timeout', '10s', true);
