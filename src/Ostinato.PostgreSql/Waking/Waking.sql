-- A notification waits for the log to be flushed, and every other one waits with it, unless it is told not to.
-- name: notify
select set_config('synchronous_commit', 'off', true), (select count(pg_notify('ostinato.wake', text)) from unnest($1) as notice (text));

-- When this end is gone without a word, the server lets go of the session, and with it of the locks of lives, within a minute.
-- name: let_go
select set_config('tcp_keepalives_idle', '10', false), set_config('tcp_keepalives_interval', '10', false),
    set_config('tcp_keepalives_count', '3', false);

-- name: listen
listen "ostinato.wake";

-- name: look
select queue, line, seq from ostinato.look($1, $2, $3, $4);

-- name: status
select pg_xact_status(xid) from unnest($1::xid8[]) as asked (xid);

-- Those that the server has not begun have ended elsewhere: asked for their status it raises an error. Taking a number is the one way to
-- tell which have been begun; a snapshot knows the highest that has ended, and the newest may be open.
-- name: status_of_begun
select case when xid < pg_current_xact_id() then pg_xact_status(xid) end from unnest($1::xid8[]) as asked (xid);
