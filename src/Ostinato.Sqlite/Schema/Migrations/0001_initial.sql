-- Where a job is stands in five tables of disjoint ranges of ids: ready, due, lease, done, suspended. A job is in exactly one.
-- Times are microseconds since 1970-01-01 UTC, durations are microseconds.

create table ostinato_schema (version integer not null) strict;

-- The next id and place in line are one number: a job that has never moved stands in line at its own id.
-- changes counts the commits that other processes must hear of: not heartbeats, and not the application's own tables.
create table ostinato_counter (next integer not null, next_process integer not null, changes integer not null) strict;
insert into ostinato_counter (next, next_process, changes) values (1, 1, 0);

create table ostinato_kind (id integer primary key, name text not null unique) strict;
create table ostinato_queue (id integer primary key, name text not null unique, paused_at integer, pause_reason text) strict;

-- Changed only while the job waits, by a person or a second enqueue with its key. What is seldom read stands last.
create table ostinato_job (
    id integer primary key,
    kind integer not null,
    queue integer not null,
    priority integer not null,
    created_at integer not null,
    unique_key blob,
    unique_while integer,
    unique_for integer,
    headers blob,
    payload blob not null
) strict;

-- A line is a priority, or 10 more for the suspects of that priority. The job with the id lo + i stands in line at seq + i. seq = lo says that the jobs are available since they were stored.
create table ostinato_ready (
    queue integer not null,
    line integer not null,
    seq integer not null,
    lo integer not null,
    n integer not null,
    attempt integer not null,
    crashes integer not null,
    since integer not null,
    primary key (queue, line, seq)
) strict, without rowid;
create unique index ostinato_ready_lo on ostinato_ready (lo);

create table ostinato_due (
    run_at integer not null,
    lo integer not null,
    n integer not null,
    queue integer not null,
    priority integer not null,
    attempt integer not null,
    crashes integer not null,
    primary key (run_at, lo)
) strict, without rowid;
create unique index ostinato_due_lo on ostinato_due (lo);

-- since is null where the jobs are available since they were stored.
create table ostinato_lease (
    lo integer primary key,
    n integer not null,
    process integer not null,
    epoch integer not null,
    claim integer not null,
    queue integer not null,
    priority integer not null,
    seq integer not null,
    attempt integer not null,
    crashes integer not null,
    since integer,
    taken_at integer not null
) strict;

-- state is the number of the final state. durations holds one varint a job, and is null where the jobs ended without running.
create table ostinato_done (
    lo integer primary key,
    n integer not null,
    state integer not null,
    queue integer not null,
    attempt integer not null,
    crashes integer not null,
    finished_at integer not null,
    reason text,
    durations blob
) strict;
create index ostinato_done_age on ostinato_done (state, finished_at);
-- Few among many that completed, and looked for.
create index ostinato_done_cancelled on ostinato_done (lo) where state = 5;
create index ostinato_done_discarded on ostinato_done (lo) where state = 6;

create table ostinato_suspended (
    lo integer primary key,
    n integer not null check (n = 1),
    queue integer not null,
    priority integer not null,
    attempt integer not null,
    crashes integer not null,
    suspension integer not null,
    reason text
) strict;

create table ostinato_failure (
    id integer primary key,
    job integer not null,
    attempt integer not null,
    at integer not null,
    type text not null,
    message text not null,
    stack text
) strict;
create index ostinato_failure_job on ostinato_failure (job);

create table ostinato_result (job integer primary key, body blob not null) strict;

-- The job that took the key last. Whether it still keeps others out follows from its own claim and state.
create table ostinato_unique (key blob primary key, job integer not null) strict, without rowid;

create table ostinato_process (
    id integer primary key,
    epoch integer not null,
    beat integer not null,
    host text not null,
    pid integer not null,
    queues text not null,
    names text not null,
    started_at integer not null,
    beat_at integer not null
) strict;

create table ostinato_cancel (
    process integer not null,
    job integer not null,
    reason text not null,
    at integer not null,
    primary key (process, job)
) strict, without rowid;

insert into ostinato_schema (version) values (1);
