-- What people said of a queue, and how often: 0 is never. Settings are a JSON object.
alter table ostinato_queue add column revision integer not null default 0;
alter table ostinato_queue add column paused_by text;
alter table ostinato_queue add column settings text;
create index ostinato_queue_set on ostinato_queue (name) where settings is not null;

-- A JSON array; null where the process is of an earlier version.
alter table ostinato_process add column labels text;

-- What people did. ended_at is null while it goes on, undo where it cannot be undone.
create table ostinato_audit (
    id integer primary key,
    at integer not null,
    ended_at integer,
    actor text not null,
    action text not null,
    target text not null,
    changed integer not null,
    reason text,
    outcome text,
    undoes integer,
    undo blob
) strict;
create unique index ostinato_audit_undoes on ostinato_audit (undoes) where undoes is not null;
create index ostinato_audit_at on ostinato_audit (at);
