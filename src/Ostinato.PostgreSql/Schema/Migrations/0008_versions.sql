-- Versions of payloads. From version 2 on the version is a part of the name under which a job is stored: render@2. No wire name has an @.
create function ostinato.version_of(name text) returns int language sql immutable parallel safe as $$
    select coalesce(substring($1 from '^.+@([1-9][0-9]{0,2})$')::int, 1)
$$;

create function ostinato.plain_name(name text) returns text language sql immutable parallel safe as $$
    select case when ostinato.version_of($1) > 1 then regexp_replace($1, '@[0-9]+$', '') else $1 end
$$;

create or replace view ostinato.jobs as
with place as (
    select lo, n, 1 as state, attempt, null::timestamptz as due_at, null::timestamptz as claimed_at, null::timestamptz as finished_at,
        null::int as process, null::text as reason from ostinato.ready
    union all
    select lo, n, case attempt when 0 then 0 else 3 end, attempt, run_at, null, null, null, null from ostinato.due
    union all
    select lo, n, 2, attempt + 1, null, taken_at, null, process, null from ostinato.lease
    union all
    select lo, n, state, attempt, null, null, finished_at, null, reason from ostinato.done
    union all
    select lo, 1, 7, attempt, null, null, null, null, reason from ostinato.suspended)
select j.id, ostinato.plain_name(k.name) as name, q.name as queue, j.priority, ostinato.state_name(p.state) as state, p.attempt, j.created_at, p.due_at, p.claimed_at,
    p.finished_at, p.process, p.reason, ostinato.to_json(j.payload) as payload, ostinato.to_json(j.headers) as headers,
    ostinato.version_of(k.name) as version
from place p
    join ostinato.job j on j.id >= p.lo and j.id < p.lo + p.n
    join ostinato.kind k on k.id = j.kind
    join ostinato.queue q on q.id = j.queue;

-- Enqueues a job from SQL: a trigger, another language, psql. It is part of the transaction that calls it. The name is the wire name with
-- the version of the payload, as in render@2, or without one for version 1; the payload is what the program would have written. A job with a unique key is not stored while another one with the key is incomplete; the
-- answer is the id of the job that is there. Processes find the job within seconds, or at once where notify is asked for, which makes
-- all commits of the server that notify wait for each other.
create or replace function ostinato.enqueue(
    name text, payload jsonb, queue text default 'default', priority int default 4, run_at timestamptz default null,
    unique_key text default null, tags text[] default null, notify boolean default false)
returns bigint language plpgsql as $$
declare
    job bigint := nextval('ostinato.job_id');
    kind_number int;
    queue_number int;
    key bytea := sha256(convert_to(ostinato.plain_name($1), 'UTF8') || '\x00'::bytea || convert_to($6, 'UTF8'));
    holder bigint;
begin
    if $1 is null or $1 = '' or length(ostinato.plain_name($1)) > 100 or $3 is null or $3 = '' or length($3) > 100 then
        raise exception 'a job needs a name and a queue of 1 to 100 characters' using errcode = 'invalid_parameter_value';
    end if;
    if $1 like '%@%' and ostinato.version_of($1) = 1 then
        raise exception 'the job name "%" says no version: write name@2 to name@999; a name alone is version 1', $1
            using errcode = 'invalid_parameter_value';
    end if;
    if $4 is null or $4 not between 0 and 9 then
        raise exception 'the priority of job "%" is %; it must be 0 (first) to 9 (last)', $1, $4 using errcode = 'invalid_parameter_value';
    end if;
    if $2 is null then
        raise exception 'job "%" has no payload; give an empty object where there is nothing to say', $1
            using errcode = 'invalid_parameter_value';
    end if;
    select k.id into kind_number from ostinato.kind k where k.name = $1;
    if not found then
        insert into ostinato.kind as k (name) values ($1)
            on conflict on constraint kind_name_key do update set name = k.name returning k.id into kind_number;
    end if;
    select q.id into queue_number from ostinato.queue q where q.name = $3;
    if not found then
        insert into ostinato.queue as q (name) values ($3)
            on conflict on constraint queue_name_key do update set name = q.name returning q.id into queue_number;
    end if;
    if $6 is not null then
        perform ostinato.lock_keys(array[key]);
    end if;
    -- 143: every state that is not final.
    holder := ostinato.insert_unique(
        job, kind_number, queue_number, $4,
        case when $7 is null then null else convert_to(jsonb_build_object('tags', to_jsonb($7))::text, 'UTF8') end,
        convert_to($2::text, 'UTF8'), ostinato.run_at($5, null), case when $6 is null then null else key end, 143, null);
    if $8 then
        perform pg_notify('ostinato.wake', '+');
    end if;
    return holder;
end $$;

-- Stores a job with a key, which must be locked, or changes the job that keeps it, if that waits: the payload where the mask has 1, the time 2,
-- the priority 4, the queue 8, the headers 16. Of what is set aside the time is not changed. With the payload goes the name, which says its
-- version. Answers the job that has the key.
create or replace function ostinato.insert_or_replace(
    id bigint, kind int, queue int, priority int, headers bytea, payload bytea, run_at timestamptz, key bytea, during int, period interval,
    replaces int, out holder bigint, out is_replaced boolean)
language plpgsql as $$
declare
    answer int;
begin
    -- Once more where the one that kept it ended meanwhile.
    for attempt in 1..2 loop
        holder := ostinato.insert_unique($1, $2, $3, $4, $5, $6, $7, $8, $9, $10);
        is_replaced := false;
        if holder = $1 or $11 = 0 then
            return;
        end if;
        answer := ostinato.change_waiting(
            holder, case when $11 & 8 <> 0 then $3 end, case when $11 & 4 <> 0 then $4 end, case when $11 & 2 <> 0 then $7 end,
            case when $11 & 1 <> 0 then $6 end, ($11 & 16) / 16, null, $5);
        if answer = 4 then
            answer := ostinato.change_waiting(
                holder, case when $11 & 8 <> 0 then $3 end, case when $11 & 4 <> 0 then $4 end, null,
                case when $11 & 1 <> 0 then $6 end, ($11 & 16) / 16, null, $5);
        end if;
        is_replaced := answer is not distinct from 1;
        if is_replaced and $11 & 1 <> 0 then
            update ostinato.job j set kind = $2 where j.id = holder and j.kind <> $2;
        end if;
        if is_replaced or answer = 2 then
            return;
        end if;
    end loop;
end $$;

insert into ostinato.migration (version, name, serves) values (8, 'versions', 1);
