-- What a schedule says is UTF-8 JSON, kept byte for byte. Whoever writes or fires one must have seen its latest revision.
create table ostinato.schedule (
    name text primary key,
    next_at timestamptz,
    revision bigint not null,
    -- Of the latest tick that ran.
    last_job bigint,
    definition bytea not null
);
create index schedule_next on ostinato.schedule (next_at) where next_at is not null;

-- outcome is the number of what became of it.
create table ostinato.tick (
    schedule text not null,
    at timestamptz not null,
    outcome smallint not null,
    job bigint,
    reason text,
    primary key (schedule, at)
);

insert into ostinato.migration (version, name, serves) values (4, 'schedules', 1);
