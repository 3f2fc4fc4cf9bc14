-- Available jobs, in order by queue, line and seq; a line is a priority, or a priority's suspects.

-- name: add
insert into ostinato_ready (queue, line, seq, lo, n, attempt, crashes, since) values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8);

-- name: remove
delete from ostinato_ready where queue = ?1 and line = ?2 and seq = ?3;

-- name: remove_up_to
delete from ostinato_ready where queue = ?1 and line = ?2 and seq <= ?3;

-- name: containing
select queue, line, seq, lo, n, attempt, crashes, since from ostinato_ready where lo <= ?1 order by lo desc limit 1;

-- name: line
select queue, line, seq, lo, n, attempt, crashes, since from ostinato_ready
where queue = ?1 and line = ?2 and seq > ?3 order by seq limit ?4;

-- name: next_line
select line from ostinato_ready where queue = ?1 and line > ?2 order by line limit 1;

-- name: stored_at
select id, created_at from ostinato_job where id between ?1 and ?2 order by id;
