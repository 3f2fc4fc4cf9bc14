-- Jobs that wait for a time.

-- name: add
insert into ostinato_due (run_at, lo, n, queue, priority, attempt, crashes) values (?1, ?2, ?3, ?4, ?5, ?6, ?7);

-- name: remove
delete from ostinato_due where run_at = ?1 and lo = ?2;

-- name: remove_up_to
delete from ostinato_due where (run_at, lo) <= (?1, ?2);

-- name: containing
select run_at, lo, n, queue, priority, attempt, crashes from ostinato_due where lo <= ?1 order by lo desc limit 1;

-- name: ripe
select run_at, lo, n, queue, priority, attempt, crashes from ostinato_due where run_at <= ?1 order by run_at, lo limit ?2;

-- name: next
select run_at from ostinato_due order by run_at limit 1;
