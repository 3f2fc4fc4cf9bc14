-- What people and other programs see and call. Places and ranges stay behind it.

-- The name of a state, by its number.
create function ostinato.state_name(state int) returns text language sql immutable parallel safe as $$
    select (array['scheduled', 'available', 'executing', 'retryable', 'completed', 'cancelled', 'discarded', 'suspended'])[$1 + 1]
$$;

create view ostinato.jobs as
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
select j.id, k.name, q.name as queue, j.priority, ostinato.state_name(p.state) as state, p.attempt, j.created_at, p.due_at, p.claimed_at,
    p.finished_at, p.process, p.reason, ostinato.to_json(j.payload) as payload, ostinato.to_json(j.headers) as headers
from place p
    join ostinato.job j on j.id >= p.lo and j.id < p.lo + p.n
    join ostinato.kind k on k.id = j.kind
    join ostinato.queue q on q.id = j.queue;

create view ostinato.queues as
with counted as (
    select queue, 1 as state, sum(n) as jobs, min(since) as oldest from ostinato.ready group by queue
    union all
    select queue, case attempt when 0 then 0 else 3 end, sum(n), null from ostinato.due group by 1, 2
    union all
    select queue, 2, sum(n), null from ostinato.lease group by queue
    union all
    select queue, state, sum(n), null from ostinato.done group by queue, state
    union all
    select queue, 7, count(*), null from ostinato.suspended group by queue)
select q.name as queue, q.paused_at, q.pause_reason,
    coalesce(sum(jobs) filter (where state = 1), 0) as available,
    coalesce(sum(jobs) filter (where state = 0), 0) as scheduled,
    coalesce(sum(jobs) filter (where state = 2), 0) as executing,
    coalesce(sum(jobs) filter (where state = 3), 0) as retryable,
    coalesce(sum(jobs) filter (where state = 7), 0) as suspended,
    coalesce(sum(jobs) filter (where state = 4), 0) as completed,
    coalesce(sum(jobs) filter (where state = 5), 0) as cancelled,
    coalesce(sum(jobs) filter (where state = 6), 0) as discarded,
    ostinato.clock() - min(oldest) as oldest_available
from ostinato.queue q left join counted c on c.queue = q.id
group by q.id, q.name, q.paused_at, q.pause_reason;

-- Enqueues a job from SQL: a trigger, another language, psql. It is part of the transaction that calls it. The name is the wire name, the
-- payload what the program would have written. A job with a unique key is not stored while another one with the key is incomplete; the
-- answer is the id of the job that is there. Processes find the job within seconds, or at once where notify is asked for, which makes
-- all commits of the server that notify wait for each other.
create function ostinato.enqueue(
    name text, payload jsonb, queue text default 'default', priority int default 4, run_at timestamptz default null,
    unique_key text default null, tags text[] default null, notify boolean default false)
returns bigint language plpgsql as $$
declare
    job bigint := nextval('ostinato.job_id');
    kind_number int;
    queue_number int;
    key bytea := sha256(convert_to($1, 'UTF8') || '\x00'::bytea || convert_to($6, 'UTF8'));
    holder bigint;
begin
    if $1 is null or $1 = '' or length($1) > 100 or $3 is null or $3 = '' or length($3) > 100 then
        raise exception 'a job needs a name and a queue of 1 to 100 characters' using errcode = 'invalid_parameter_value';
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

insert into ostinato.migration (version, name, serves) values (2, 'people', 1);
