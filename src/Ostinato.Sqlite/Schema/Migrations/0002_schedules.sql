create table ostinato_schedule (
    name text primary key,
    next_at integer,
    revision integer not null,
    -- Of the latest tick that ran.
    last_job integer,
    definition blob not null
) strict, without rowid;
create index ostinato_schedule_next on ostinato_schedule (next_at) where next_at is not null;

-- outcome is the number of what became of it.
create table ostinato_tick (
    schedule text not null,
    at integer not null,
    outcome integer not null,
    job integer,
    reason text,
    primary key (schedule, at)
) strict, without rowid;
