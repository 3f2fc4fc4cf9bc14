-- Where a job is stands in five tables of disjoint ranges of ids: ready, due, lease, done, suspended. A job is in exactly one.
-- A body is written once and never changed.

create schema if not exists ostinato;

-- All times are the server's. One function tells them.
create function ostinato.clock() returns timestamptz language sql stable parallel safe as 'select statement_timestamp()';

create table ostinato.migration (
    version int primary key,
    name text not null,
    applied_at timestamptz not null default now()
);

-- Tells this instance from every other, in this database or elsewhere.
create table ostinato.instance (id uuid not null default gen_random_uuid());
insert into ostinato.instance default values;

-- Processes take ids in blocks of this increment.
create sequence ostinato.job_id increment by 1000;
-- A place in line. A range has one, and its jobs stand there in the order of their ids.
create sequence ostinato.position;
create sequence ostinato.process_number as int cycle;

create table ostinato.kind (id int generated always as identity primary key, name text not null unique);

create table ostinato.queue (
    id int generated always as identity primary key,
    name text not null unique,
    paused_at timestamptz,
    pause_reason text
);

-- Headers, payloads and results are UTF-8 JSON, kept byte for byte as they came.
create table ostinato.job (
    id bigint not null,
    created_at timestamptz not null,
    kind int not null,
    queue int not null,
    priority smallint not null,
    headers bytea,
    payload bytea not null,
    primary key (id)
) partition by range (id);

create table ostinato.job_1 partition of ostinato.job for values from (1) to (10000001);
-- Takes what has no partition of its own: nothing is refused for want of one.
create table ostinato.job_rest partition of ostinato.job default;

-- A line is a priority, or 10 more for the suspects of that priority.
create table ostinato.ready (
    seq bigint not null,
    lo bigint not null,
    since timestamptz not null,
    n int not null,
    queue int not null,
    attempt int not null,
    line smallint not null,
    crashes smallint not null
) with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000, autovacuum_vacuum_cost_delay = 0);
create index ready_line on ostinato.ready (queue, line, seq, lo);
create unique index ready_lo on ostinato.ready (lo);

create table ostinato.due (
    run_at timestamptz not null,
    lo bigint not null,
    n int not null,
    queue int not null,
    attempt int not null,
    priority smallint not null,
    crashes smallint not null
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000, autovacuum_vacuum_cost_delay = 0);
create index due_time on ostinato.due (run_at, lo);
create unique index due_lo on ostinato.due (lo);

create table ostinato.lease (
    lo bigint primary key,
    seq bigint not null,
    since timestamptz not null,
    taken_at timestamptz not null,
    n int not null,
    process int not null,
    epoch int not null,
    queue int not null,
    attempt int not null,
    priority smallint not null,
    crashes smallint not null
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000, autovacuum_vacuum_cost_delay = 0);
create index lease_process on ostinato.lease (process);

-- state is the number of the final state. durations holds one varint of microseconds a job, and is null where the jobs ended
-- without running.
create table ostinato.done (
    lo bigint primary key,
    finished_at timestamptz not null,
    n int not null,
    queue int not null,
    attempt int not null,
    state smallint not null,
    crashes smallint not null,
    reason text,
    durations bytea
);
create index done_age on ostinato.done (state, finished_at);
-- Few among many that completed, and looked for.
create index done_cancelled on ostinato.done (lo) where state = 5;
create index done_discarded on ostinato.done (lo) where state = 6;

create table ostinato.suspended (
    lo bigint primary key,
    queue int not null,
    attempt int not null,
    priority smallint not null,
    crashes smallint not null,
    suspension smallint not null,
    reason text
);

create table ostinato.failure (
    id bigint generated always as identity primary key,
    job bigint not null,
    attempt int not null,
    at timestamptz not null,
    type text not null,
    message text not null,
    stack text
);
create index failure_job on ostinato.failure (job);

create table ostinato.result (job bigint primary key, body bytea not null);

-- What a unique job claims: its key, and in which states and for how long it keeps it.
create table ostinato.unique_claim (job bigint primary key, key bytea not null, during smallint not null, period interval);
-- The job that took the key last. Whether it still keeps others out follows from its own claim and state.
create table ostinato.unique_key (key bytea primary key, job bigint not null);
create index unique_key_job on ostinato.unique_key (job);

create table ostinato.process (
    id int primary key,
    epoch int not null,
    beat bigint not null,
    started_at timestamptz not null,
    beat_at timestamptz not null,
    pid int not null,
    -- Whether its listening connection holds a lock that shows its death.
    watched boolean not null default false,
    host text not null,
    queues json not null,
    names json not null
) with (fillfactor = 50);

create table ostinato.cancel (
    process int not null,
    job bigint not null,
    at timestamptz not null,
    reason text not null,
    primary key (process, job)
);

-- Jobs that were completed in transactions of their handlers and are leased still: they have ended, and await the next exchange of
-- their process. durations as in done.
create table ostinato.completion (
    process int not null,
    job bigint not null,
    durations bytea not null,
    primary key (process, job)
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000, autovacuum_vacuum_cost_delay = 0);

-- Stored bytes as JSON; null where they are none, or hold what jsonb cannot (the character U+0000).
create function ostinato.to_json(bytes bytea) returns jsonb language plpgsql immutable parallel safe as $$
begin
    return convert_from($1, 'UTF8')::jsonb;
exception when others then
    return null;
end $$;

-- Makes plans independent of statistics for the rest of the transaction. These tables are empty at one moment and hold millions at the
-- next; every hot statement is made for its indexes.
create function ostinato.pin_plans() returns void language plpgsql as $$
begin
    perform set_config('jit', 'off', true), set_config('plan_cache_mode', 'force_generic_plan', true),
        set_config('enable_seqscan', 'off', true), set_config('enable_bitmapscan', 'off', true), set_config('enable_sort', 'off', true),
        set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true);
end $$;

-- The first statement of all that a process writes. It waits for a reaper that is at work on the process. Statements that follow in
-- the transaction began after it, and so see what the reaper did.
create function ostinato.fence(process int, epoch int) returns void language plpgsql as $$
begin
    perform ostinato.pin_plans();
    perform pg_advisory_xact_lock_shared('ostinato.process'::regclass::oid::int, $1);
    if not exists (select from ostinato.process p where p.id = $1 and p.epoch = $2) then
        raise exception 'process %.% does not stand', $1, $2 using errcode = 'OST01';
    end if;
end $$;

-- A process decides what becomes of its jobs by the requests to cancel that it knows. Where it does not know all, it is told so.
create function ostinato.require_known_cancels(process int, jobs bigint[], known bigint[]) returns void language plpgsql as $$
begin
    if exists (select from ostinato.cancel c where c.process = $1 and c.job = any ($2) and c.job <> all ($3)) then
        raise exception 'process % does not know of all requests to cancel', $1 using errcode = 'OST02';
    end if;
end $$;

-- The number of the state that follows from where a job is; null when there is no such job.
create function ostinato.state_of(job bigint) returns int language sql stable as $$
    select case
        when not exists (select from ostinato.job where id = $1) then null
        else coalesce(
            (select state::int from (select lo, n, state from ostinato.done where lo <= $1 order by lo desc limit 1) d where $1 < lo + n),
            (select 2 from (select lo, n from ostinato.lease where lo <= $1 order by lo desc limit 1) l where $1 < lo + n),
            (select 1 from (select lo, n from ostinato.ready where lo <= $1 order by lo desc limit 1) r where $1 < lo + n),
            (select case attempt when 0 then 0 else 3 end
             from (select lo, n, attempt from ostinato.due where lo <= $1 order by lo desc limit 1) w where $1 < lo + n),
            (select 7 from ostinato.suspended where lo = $1))
    end
$$;

-- Makes whoever asks for one of the keys wait for this transaction to end. In one order, so that nobody waits in a circle.
create function ostinato.lock_keys(keys bytea[]) returns void language plpgsql as $$
begin
    insert into ostinato.unique_key as k (key, job)
        select distinct key, 0 from unnest($1) as asked (key) order by key
        on conflict on constraint unique_key_pkey do update set job = k.job;
end $$;

-- Takes a locked key for a job unless another job keeps it; answers the job that has it.
create function ostinato.take_key(job bigint, key bytea) returns bigint language plpgsql as $$
declare
    holder bigint := (select k.job from ostinato.unique_key k where k.key = $2);
begin
    if holder <> $1 and exists (
        select from ostinato.unique_claim c join ostinato.job j on j.id = c.job
        where c.job = holder and (c.period is null or ostinato.clock() < j.created_at + c.period)
            and (c.during >> ostinato.state_of(holder)) & 1 = 1) then
        return holder;
    end if;
    update ostinato.unique_key k set job = $1 where k.key = $2 and k.job <> $1;
    return $1;
end $$;

-- When a job runs that is due at a time, or after a wait from now, or at once.
create function ostinato.run_at(at timestamptz, wait interval) returns timestamptz language sql stable as $$
    select least(coalesce($1, ostinato.clock() + $2, ostinato.clock()), timestamptz '9999-12-31 23:59:59.999999+00')
$$;

-- Stores a job. One with a key, which must be locked, only unless another job keeps it. Answers the job that has it.
create function ostinato.insert_unique(
    id bigint, kind int, queue int, priority int, headers bytea, payload bytea, run_at timestamptz, key bytea, during int, period interval)
returns bigint language plpgsql as $$
declare
    holder bigint := case when $8 is null then $1 else ostinato.take_key($1, $8) end;
begin
    if holder <> $1 then
        return holder;
    end if;
    insert into ostinato.job (id, created_at, kind, queue, priority, headers, payload)
        values ($1, ostinato.clock(), $2, $3, $4, $5, $6);
    if $8 is not null then
        insert into ostinato.unique_claim (job, key, during, period) values ($1, $8, $9, $10);
    end if;
    if $7 > ostinato.clock() then
        insert into ostinato.due (run_at, lo, n, queue, priority, attempt, crashes) values ($7, $1, 1, $3, $4, 0, 0);
    else
        insert into ostinato.ready (queue, line, seq, lo, n, attempt, crashes, since)
            values ($3, $4, nextval('ostinato.position'), $1, 1, 0, 0, ostinato.clock());
    end if;
    return $1;
end $$;

insert into ostinato.migration (version, name) values (1, 'initial');
