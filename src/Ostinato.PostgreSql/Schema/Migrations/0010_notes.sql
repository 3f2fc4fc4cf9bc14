-- What attempts tell while they run, by kind: 1 progress and 2 checkpoint in slot 0, 3 lines in the slot attempt * 2^32 + part. Rows are
-- overwritten once a second while their jobs run, in place where a page has room.
create table ostinato.note (
    job bigint not null,
    kind smallint not null,
    slot bigint not null,
    attempt int not null,
    at timestamptz not null,
    body bytea not null,
    primary key (job, kind, slot)
) with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000, autovacuum_vacuum_cost_delay = 0);

insert into ostinato.migration (version, name, serves) values (10, 'notes', 1);
