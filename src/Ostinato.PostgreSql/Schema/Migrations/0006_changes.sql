-- Changes a job that waits, wherever it waits: what is null stays as it is. Headers are changed where the mode is 1, and where it is 2 if they
-- are still those that were seen. Answers by numbers: 0 there is no such job, 1 changed, 2 it runs, 3 it has ended, 4 it is set aside and can be
-- given no time, 5 another job keeps its key, 6 others were seen. It runs in transactions of callers, too, whose own statements must not be
-- pinned. While the range that holds the job is locked nobody can take the job, so its body is free to be changed.
create function ostinato.change_waiting(
    job bigint, queue int, priority int, run_at timestamptz, payload bytea, headers_mode int, seen bytea, headers bytea)
returns int language plpgsql
    set enable_seqscan = off set enable_bitmapscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
declare
    now timestamptz := ostinato.clock();
    body ostinato.job;
    stood ostinato.ready;
    waited ostinato.due;
    aside ostinato.suspended;
    claimed bytea;
    state int;
    line int;
    is_elsewhere boolean;
    target timestamptz;
begin
    if $4 is not null then
        select c.key into claimed from ostinato.unique_claim c where c.job = $1;
        if found then
            perform ostinato.lock_keys(array[claimed]);
            if ostinato.take_key($1, claimed) <> $1 then
                return 5;
            end if;
        end if;
    end if;

    -- A job that is in no place while its body is there is on its way from one to another.
    for attempt in 1..50 loop
        select r.* into stood from ostinato.ready r
            where r.lo = (
                    select p.lo from ostinato.ready p where p.lo between ostinato.first_of($1) and $1 order by p.lo desc limit 1)
                and $1 < r.lo + r.n for update;
        if found then
            exit;
        end if;
        select d.* into waited from ostinato.due d
            where d.lo = (select p.lo from ostinato.due p where p.lo between ostinato.first_of($1) and $1 order by p.lo desc limit 1)
                and $1 < d.lo + d.n for update;
        if found then
            exit;
        end if;
        select s.* into aside from ostinato.suspended s where s.lo = $1 for update;
        if found then
            exit;
        end if;
        state := ostinato.state_of($1);
        if state is null and not exists (select from ostinato.job j where j.id = $1) then
            return 0;
        elsif state = 2 then
            return 2;
        elsif state in (4, 5, 6) then
            return 3;
        end if;
    end loop;
    if stood.lo is null and waited.lo is null and aside.lo is null then
        return null;
    end if;

    select j.* into body from ostinato.job j where j.id = $1;
    if $6 = 2 and body.headers is distinct from $7 then
        return 6;
    end if;
    if aside.lo is not null and $4 is not null then
        return 4;
    end if;

    is_elsewhere := coalesce($2, body.queue) <> body.queue or coalesce($3, body.priority) <> body.priority;
    target := coalesce($4, waited.run_at, now);
    if aside.lo is not null then
        update ostinato.suspended s set queue = coalesce($2, s.queue), priority = coalesce($3, s.priority) where s.lo = $1;
    elsif is_elsewhere or target > now or (waited.lo is not null and $4 is not null) then
        if stood.lo is not null then
            if stood.lo = $1 then
                delete from ostinato.ready r where r.lo = $1;
            else
                update ostinato.ready r set n = $1 - r.lo where r.lo = stood.lo;
            end if;
            if $1 + 1 < stood.lo + stood.n then
                insert into ostinato.ready (queue, line, seq, lo, n, attempt, crashes, since)
                    values (stood.queue, stood.line, stood.seq, $1 + 1, stood.lo + stood.n - $1 - 1, stood.attempt, stood.crashes, stood.since);
            end if;
        else
            if waited.lo = $1 then
                delete from ostinato.due d where d.lo = $1;
            else
                update ostinato.due d set n = $1 - d.lo where d.lo = waited.lo;
            end if;
            if $1 + 1 < waited.lo + waited.n then
                insert into ostinato.due (run_at, lo, n, queue, priority, attempt, crashes)
                    values (
                        waited.run_at, $1 + 1, waited.lo + waited.n - $1 - 1, waited.queue, waited.priority, waited.attempt, waited.crashes);
            end if;
        end if;
        if target > now then
            insert into ostinato.due (run_at, lo, n, queue, priority, attempt, crashes)
                values (
                    target, $1, 1, coalesce($2, body.queue), coalesce($3, body.priority), coalesce(stood.attempt, waited.attempt),
                    coalesce(stood.crashes, waited.crashes));
        else
            line := coalesce($3, body.priority) + case when coalesce(stood.crashes, waited.crashes) >= 2 then 10 else 0 end;
            insert into ostinato.ready (queue, line, seq, lo, n, attempt, crashes, since)
                values (
                    coalesce($2, body.queue), line, nextval('ostinato.position'), $1, 1, coalesce(stood.attempt, waited.attempt),
                    coalesce(stood.crashes, waited.crashes), now);
        end if;
    end if;

    update ostinato.job j
        set queue = coalesce($2, j.queue), priority = coalesce($3, j.priority), payload = coalesce($5, j.payload),
            headers = case when $6 = 0 then j.headers else $8 end
        where j.id = $1;
    return 1;
end $$;

-- Stores a job with a key, which must be locked, or changes the job that keeps it, if that waits: the payload where the mask has 1, the time 2,
-- the priority 4, the queue 8, the headers 16. Of what is set aside the time is not changed. Answers the job that has the key.
create function ostinato.insert_or_replace(
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
        if is_replaced or answer = 2 then
            return;
        end if;
    end loop;
end $$;

insert into ostinato.migration (version, name, serves) values (6, 'changes', 1);
