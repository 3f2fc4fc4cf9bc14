-- Jobs that have ended. Which index serves is said where the planner could be misled by statistics.

-- name: add
insert into ostinato_done (lo, n, state, queue, attempt, crashes, finished_at, reason, durations)
values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9);

-- name: remove
delete from ostinato_done where lo = ?1;

-- name: containing
select lo, n, state, queue, attempt, crashes, finished_at, reason, durations
from ostinato_done not indexed where lo <= ?1 order by lo desc limit 1;

-- name: cancelled
select lo, n, state, queue, attempt, crashes, finished_at, reason, durations
from ostinato_done indexed by ostinato_done_cancelled where state = 5 and lo <= ?1 order by lo desc limit 1;

-- name: discarded
select lo, n, state, queue, attempt, crashes, finished_at, reason, durations
from ostinato_done indexed by ostinato_done_discarded where state = 6 and lo <= ?1 order by lo desc limit 1;

-- name: aged
select lo, n from ostinato_done where state = ?1 and finished_at <= ?2 order by finished_at limit ?3;

-- The next ones up the order in which they ended.
-- name: aged_after
select lo, n, finished_at from ostinato_done indexed by ostinato_done_age
where state = ?1 and finished_at >= ?2 and finished_at <= ?4 and (finished_at, lo) > (?2, ?3) order by finished_at, lo limit ?5;

-- The next one down the order in which they ended. The index holds lo, too.
-- name: ended
select lo, n, state, queue, attempt, crashes, finished_at, reason, durations
from ostinato_done indexed by ostinato_done_age
where state = ?1 and finished_at >= ?2 and (finished_at, lo) <= (?3, ?4) order by finished_at desc, lo desc limit 1;
