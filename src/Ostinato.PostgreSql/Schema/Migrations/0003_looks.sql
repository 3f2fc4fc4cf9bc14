-- The first place of each of these parts of queues that are open, locked or not. What an idle process asks is pinned in itself: that is one
-- statement less.
create function ostinato.look(queues int[], lines smallint[], seqs bigint[], belows smallint[])
returns table (queue int, line smallint, seq bigint) language plpgsql stable
    set jit = off set plan_cache_mode = force_generic_plan
    set enable_seqscan = off set enable_bitmapscan = off set enable_sort = off set enable_hashjoin = off set enable_mergejoin = off as $$
begin
    return query
        select asked.queue, first.line, first.seq
        from unnest($1, $2, $3, $4) as asked (queue, line, seq, below)
            join ostinato.queue open on open.id = asked.queue and open.paused_at is null
            cross join lateral (
                select r.line, r.seq from ostinato.ready r
                where r.queue = asked.queue and (r.line, r.seq) >= (asked.line, asked.seq) and r.line < asked.below
                order by r.line, r.seq, r.lo + 0 limit 1) first;
end $$;

-- Whether any job of a state ended so long ago. By the order of the index, and not by a search for one.
create function ostinato.is_any_old(state int, age interval) returns boolean language plpgsql stable
    set jit = off set plan_cache_mode = force_generic_plan
    set enable_seqscan = off set enable_bitmapscan = off set enable_sort = off as $$
begin
    return coalesce(
        (select d.finished_at from ostinato.done d where d.state = $1 order by d.finished_at limit 1) < ostinato.clock() - $2, false);
end $$;

insert into ostinato.migration (version, name, serves) values (3, 'looks', 1);
