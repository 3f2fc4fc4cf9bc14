-- name: facts
select current_setting('server_version_num')::int, current_setting('server_encoding'), current_setting('default_transaction_isolation'),
    pg_is_in_recovery(), pg_backend_pid(), to_regclass('ostinato.migration') is not null;

-- name: version
select coalesce(max(version), 0) from ostinato.migration;

-- name: lock
select set_config('lock_timeout', '2s', true), pg_advisory_xact_lock(hashtext('ostinato.migration'), 0);

-- name: exists
select to_regclass('ostinato.migration') is not null;
