-- Jobs held by processes.

-- name: add
insert into ostinato_lease (lo, n, process, epoch, claim, queue, priority, seq, attempt, crashes, since, taken_at)
values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12);

-- name: remove
delete from ostinato_lease where lo = ?1;

-- name: shorten
update ostinato_lease set n = ?2 where lo = ?1;

-- name: containing
select lo, n, process, epoch, claim, queue, priority, seq, attempt, crashes, since, taken_at
from ostinato_lease where lo <= ?1 order by lo desc limit 1;

-- name: of_process
select lo, n, process, epoch, claim, queue, priority, seq, attempt, crashes, since, taken_at
from ostinato_lease where process = ?1 order by lo;

-- name: remove_of_process
delete from ostinato_lease where process = ?1;
