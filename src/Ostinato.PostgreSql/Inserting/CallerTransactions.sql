-- name: has_instance
select to_regclass('ostinato.instance') is not null;

-- name: instance
select id from ostinato.instance;

-- name: notify_all
select pg_notify('ostinato.wake', '');

-- name: transaction
select pg_current_xact_id();
