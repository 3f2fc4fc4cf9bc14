-- name: has_instance
select to_regclass('ostinato.instance') is not null;

-- name: instance
select id, pg_backend_pid() from ostinato.instance;

-- name: notify_all
select pg_notify('ostinato.wake', '');
