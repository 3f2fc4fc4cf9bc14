-- What people said of a queue, and how often: 0 is never. Settings are a JSON object, kept as it came.
alter table ostinato.queue
    add column revision bigint not null default 0,
    add column paused_by text,
    add column settings json;

-- A JSON array; null where the process is of an earlier version.
alter table ostinato.process add column labels json;

-- What people did. ended_at is null while it goes on, undo where it cannot be undone.
create table ostinato.audit (
    id bigint generated always as identity primary key,
    at timestamptz not null,
    ended_at timestamptz,
    actor text not null,
    action text not null,
    target text not null,
    changed bigint not null,
    reason text,
    outcome text,
    undoes bigint,
    undo bytea
);
create unique index audit_undoes on ostinato.audit (undoes) where undoes is not null;
create index audit_at on ostinato.audit (at);

insert into ostinato.migration (version, name, serves) values (9, 'control', 1);
