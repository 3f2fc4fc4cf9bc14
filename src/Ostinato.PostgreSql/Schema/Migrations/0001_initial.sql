-- Where a job is stands in five tables of disjoint ranges of ids: ready, due, lease, done, suspended. A job is in exactly one.
-- A body is written once and never changed.

create schema if not exists ostinato;

-- All times are the server's. One function tells them.
create function ostinato.clock() returns timestamptz language sql stable parallel safe as 'select statement_timestamp()';

-- serves is the version of the oldest program that can still work once this step has been taken: programs of the version before run on
-- while a deploy goes on.
create table ostinato.migration (
    version int primary key,
    name text not null,
    serves int not null,
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

-- Bodies go by whole partitions. Their bounds lie between blocks of ids, and no range of any place reaches over the end of a block.
create table ostinato.part (name text primary key, lo bigint not null, hi bigint not null, created_at timestamptz not null);

create table ostinato.job_1 partition of ostinato.job for values from (1) to (10000001);
insert into ostinato.part (name, lo, hi, created_at) values ('job_1', 1, 10000001, ostinato.clock());
-- Takes what has no partition of its own: nothing is refused for want of one.
create table ostinato.job_rest partition of ostinato.job default;

-- A planner that takes a table for empty, as statistics make it believe that were made while an old snapshot kept what had been deleted,
-- finds all indexes alike that have a column of the condition. So a range has its lo in one index; in others it is lo + 0, and what looks
-- for ranges elsewhere gives their lo as values, not as a join: that could begin at either side.

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
create index ready_line on ostinato.ready (queue, line, seq, (lo + 0));
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
create index due_time on ostinato.due (run_at, (lo + 0));
create unique index due_lo on ostinato.due (lo);
-- Few among many that are scheduled, and looked for.
create index due_retryable on ostinato.due (lo) where attempt > 0;

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
    crashes smallint not null,
    -- Which claim of the process wrote it; 0 once it has been cut.
    claim bigint not null default 0
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000, autovacuum_vacuum_cost_delay = 0);
create index lease_claim on ostinato.lease (process, claim);

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
create index done_age on ostinato.done (state, finished_at, (lo + 0));
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
    id bigint generated always as identity,
    job bigint not null,
    attempt int not null,
    at timestamptz not null,
    type text not null,
    message text not null,
    stack text,
    primary key (job, id)
);

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
    round bigint not null default 0,
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
-- the transaction began after it, and so see what the reaper did. A trip of an earlier round comes too late: the process has given it
-- up, and has looked since at what it holds.
create function ostinato.fence(process int, epoch int, round bigint) returns void language plpgsql as $$
declare
    current bigint;
begin
    perform ostinato.pin_plans();
    perform pg_advisory_xact_lock_shared('ostinato.process'::regclass::oid::int, $1);
    select p.round into current from ostinato.process p where p.id = $1 and p.epoch = $2;
    if current is null then
        raise exception 'process %.% does not stand', $1, $2 using errcode = 'OST01';
    end if;
    if current <> $3 then
        raise exception 'a trip of round % of process %.% comes in round %', $3, $1, $2, current using errcode = 'OST03';
    end if;
end $$;

-- Takes leases away, and leaves others only their head. What the process believes to hold must be there: a crash or a failover of the
-- server may have taken back what it was told. Conditions on process + 0 can use no index: that of claims, which looks cheap where
-- statistics were made while there were no leases, would lead through all that the process ever held.
create function ostinato.cut_leases(process int, epoch int, removed bigint[], kept bigint[], sizes int[]) returns void
language plpgsql as $$
declare
    cut bigint;
    shortened bigint;
begin
    delete from ostinato.lease l where l.lo = any ($3) and l.process + 0 = $1 and l.epoch = $2;
    get diagnostics cut = row_count;
    update ostinato.lease l set n = head.n from unnest($4, $5) as head (lo, n)
        where l.lo = any ($4) and l.lo = head.lo and l.process + 0 = $1 and l.epoch = $2 and l.n > head.n;
    get diagnostics shortened = row_count;
    if cut <> cardinality($3) or shortened <> cardinality($4) then
        raise exception 'process %.% does not hold all that it believes to hold', $1, $2 using errcode = 'OST04';
    end if;
end $$;

-- Begins a round once every earlier trip of the process has ended. Those that still travel find it begun.
create function ostinato.begin_round(process int, epoch int) returns bigint language plpgsql as $$
declare
    begun bigint;
begin
    perform ostinato.pin_plans();
    perform ostinato.end_hung($1);
    perform pg_advisory_xact_lock('ostinato.process'::regclass::oid::int, $1);
    update ostinato.process p set round = p.round + 1 where p.id = $1 and p.epoch = $2 returning p.round into begun;
    if begun is null then
        raise exception 'process %.% does not stand', $1, $2 using errcode = 'OST01';
    end if;
    return begun;
end $$;

-- Ends sessions that keep a process locked and have waited for their client for a second: it is gone, or cannot be heard. They would wait
-- for hours.
create function ostinato.end_hung(process int) returns bigint language sql as $$
    select count(pg_terminate_backend(l.pid))
    from pg_locks l join pg_stat_activity a on a.pid = l.pid
    where l.locktype = 'advisory' and l.database = (select oid from pg_database where datname = current_database())
        and l.classid = 'ostinato.process'::regclass::oid and l.objid = $1::oid and l.objsubid = 2 and l.granted
        and a.usename = current_user and a.wait_event = 'ClientRead' and a.state_change < clock_timestamp() - interval '1 second'
$$;

-- A process decides what becomes of its jobs by the requests to cancel that it knows. Where it does not know all, it is told so.
create function ostinato.require_known_cancels(process int, jobs bigint[], known bigint[]) returns void language plpgsql as $$
begin
    if exists (select from ostinato.cancel c where c.process = $1 and c.job = any ($2) and c.job <> all ($3)) then
        raise exception 'process % does not know of all requests to cancel', $1 using errcode = 'OST02';
    end if;
end $$;

-- The first id of the block that an id is of. No range reaches over it, so whoever looks for the range of a job need not look further
-- back, where an old snapshot may keep much that was deleted.
create function ostinato.first_of(job bigint) returns bigint language sql immutable parallel safe as $$
    select greatest($1, 1) - (greatest($1, 1) - 1) % 1000
$$;

-- The number of the state that follows from where a job is; null when there is no such job.
create function ostinato.state_of(job bigint) returns int language sql stable as $$
    select case
        when not exists (select from ostinato.job where id = $1) then null
        else coalesce(
            (select state::int from (select lo, n, state from ostinato.done
             where lo between ostinato.first_of($1) and $1 order by lo desc limit 1) d where $1 < lo + n),
            (select 2 from (select lo, n from ostinato.lease
             where lo between ostinato.first_of($1) and $1 order by lo desc limit 1) l where $1 < lo + n),
            (select 1 from (select lo, n from ostinato.ready
             where lo between ostinato.first_of($1) and $1 order by lo desc limit 1) r where $1 < lo + n),
            (select case attempt when 0 then 0 else 3 end
             from (select lo, n, attempt from ostinato.due
              where lo between ostinato.first_of($1) and $1 order by lo desc limit 1) w where $1 < lo + n),
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

-- Takes a locked key for a job unless another job keeps it; answers the job that has it. It runs in transactions of callers, too, whose
-- own statements must not be pinned.
create function ostinato.take_key(job bigint, key bytea) returns bigint language plpgsql
    set enable_seqscan = off set enable_bitmapscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
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

-- The ids of a part of the table of bodies that are in some place.
create function ostinato.placed_in(lo bigint, hi bigint) returns table (id bigint) language sql stable as $$
    select generate_series(p.lo, p.lo + p.n - 1) from (
        select r.lo, r.n from ostinato.ready r where r.lo >= $1 and r.lo < $2
        union all
        select d.lo, d.n from ostinato.due d where d.lo >= $1 and d.lo < $2
        union all
        select l.lo, l.n from ostinato.lease l where l.lo >= $1 and l.lo < $2
        union all
        select d.lo, d.n from ostinato.done d where d.lo >= $1 and d.lo < $2
        union all
        select s.lo, 1 from ostinato.suspended s where s.lo >= $1 and s.lo < $2) p
$$;

-- Adds a partition for the ids to come. Whoever is quicker does it; nobody waits for it for long.
create function ostinato.add_part(lo bigint, hi bigint) returns boolean language plpgsql as $$
declare
    name text := 'job_' || $1;
begin
    perform set_config('lock_timeout', '100ms', true);
    perform pg_advisory_xact_lock('ostinato.part'::regclass::oid::int, 0);
    if exists (select from ostinato.part p where p.hi > $1) then
        return false;
    end if;
    execute format('create table ostinato.%I (like ostinato.job including all)', name);
    execute format('alter table ostinato.job attach partition ostinato.%I for values from (%s) to (%s)', name, $1, $2);
    insert into ostinato.part (name, lo, hi, created_at) values (name, $1, $2, ostinato.clock());
    return true;
end $$;

-- Drops a partition. The few bodies that are still in some place move to the rest. Everybody else waits while it is done, and it waits for
-- nobody for long.
create function ostinato.drop_part(name text) returns boolean language plpgsql as $$
declare
    part ostinato.part;
begin
    perform set_config('lock_timeout', '100ms', true);
    perform pg_advisory_xact_lock('ostinato.part'::regclass::oid::int, 0);
    delete from ostinato.part p where p.name = $1 returning * into part;
    if not found then
        return false;
    end if;
    execute format('alter table ostinato.job detach partition ostinato.%I', $1);
    execute format(
        'insert into ostinato.job select j.* from ostinato.%I j join ostinato.placed_in(%s, %s) p on p.id = j.id', $1, part.lo, part.hi);
    execute format('drop table ostinato.%I', $1);
    return true;
end $$;

insert into ostinato.migration (version, name, serves) values (1, 'initial', 1);
