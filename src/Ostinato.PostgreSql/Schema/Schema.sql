-- name: facts
select current_setting('server_version_num')::int, current_setting('server_encoding'), current_setting('default_transaction_isolation'),
    pg_is_in_recovery(), pg_backend_pid(), to_regclass('ostinato.migration') is not null;

-- name: version
select coalesce(max(version), 0), coalesce(max(serves), 0) from ostinato.migration;

-- name: lock
select set_config('lock_timeout', '2s', true), pg_advisory_xact_lock(hashtext('ostinato.migration'), 0);

-- A session may remember that there was no such name, and waiting for the lock tells it nothing new; opening a table does.
-- name: exists
select exists (select from pg_catalog.pg_class where oid = to_regclass('ostinato.migration'));
