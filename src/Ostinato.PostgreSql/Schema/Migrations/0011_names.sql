-- Enqueues a job from SQL: a trigger, another language, psql. It is part of the transaction that calls it. The name is the wire name with
-- the version of the payload, as in render@2, or without one for version 1; the payload is what the program would have written. Names that
-- no program can have are refused. A job with a unique key is not stored while another one with the key is incomplete; the answer is the id
-- of the job that is there. Processes find the job within seconds, or at once where notify is asked for, which makes
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
    if $1 like '%@%' and ostinato.version_of($1) = 1 then
        raise exception 'the job name "%" says no version: write name@2 to name@999; a name alone is version 1', $1
            using errcode = 'invalid_parameter_value';
    end if;
    if $1 is null or ostinato.plain_name($1) !~ '^[a-zA-Z0-9._:-]{1,100}$' then
        raise exception 'the job name "%" is one that no program can have: use 1 to 100 characters of a-z A-Z 0-9 . _ : -', $1
            using errcode = 'invalid_parameter_value';
    end if;
    if $3 is null or $3 !~ '^[a-zA-Z0-9._:-]{1,100}$' then
        raise exception 'the queue "%" of job "%" is one that no program can serve: use 1 to 100 characters of a-z A-Z 0-9 . _ : -', $3, $1
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

insert into ostinato.migration (version, name, serves) values (11, 'names', 1);
