-- name: body
select kind, queue, priority, created_at, headers, payload from ostinato_job where id = ?1;

-- name: bodies
select id, kind, queue, priority, created_at, headers, payload from ostinato_job where id between ?1 and ?2 order by id desc;

-- name: bodies_of_kind
select id, kind, queue, priority, created_at, headers, payload from ostinato_job where id between ?1 and ?2 and kind = ?3 order by id desc;

-- name: queues
select id, name, paused_at, pause_reason from ostinato_queue order by name;

-- name: count_ready
select queue, sum(n), min(since) from ostinato_ready group by queue;

-- name: available
select n from ostinato_ready where queue = (select id from ostinato_queue where name = ?1);

-- name: count_due
select queue, attempt = 0, sum(n) from ostinato_due group by queue, attempt = 0;

-- name: count_leased
select queue, sum(n) from ostinato_lease group by queue;

-- name: count_done
select queue, state, sum(n) from ostinato_done group by queue, state;

-- name: count_suspended
select queue, sum(n) from ostinato_suspended group by queue;

-- name: processes
select id, epoch, host, pid, queues, names, started_at, beat_at, labels from ostinato_process order by id;
