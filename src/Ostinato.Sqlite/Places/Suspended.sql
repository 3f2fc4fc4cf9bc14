-- Jobs set aside, one a range.

-- name: add
insert into ostinato_suspended (lo, n, queue, priority, attempt, crashes, suspension, reason) values (?1, 1, ?2, ?3, ?4, ?5, ?6, ?7);

-- name: remove
delete from ostinato_suspended where lo = ?1;

-- name: containing
select lo, queue, priority, attempt, crashes, suspension, reason from ostinato_suspended where lo <= ?1 order by lo desc limit 1;

-- name: groups
select distinct j.kind, s.queue from ostinato_suspended s join ostinato_job j on j.id = s.lo where s.suspension = ?1;

-- name: of_group
select s.lo, s.queue, s.priority, s.attempt, s.crashes, s.suspension, s.reason
from ostinato_suspended s join ostinato_job j on j.id = s.lo
where s.suspension = ?1 and j.kind = ?2 and s.queue = ?3 order by s.lo limit ?4;
