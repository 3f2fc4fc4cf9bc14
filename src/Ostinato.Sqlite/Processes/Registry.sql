-- name: find
select epoch from ostinato_process where id = ?1;

-- name: stands
select 1 from ostinato_process where id = ?1 and epoch = ?2;

-- name: put
insert into ostinato_process (id, epoch, beat, host, pid, queues, names, started_at, beat_at, labels)
values (?1, ?2, 0, ?3, ?4, ?5, ?6, ?7, ?7, ?8)
on conflict (id) do update set epoch = excluded.epoch, beat = 0, host = excluded.host, pid = excluded.pid, queues = excluded.queues,
    names = excluded.names, started_at = excluded.started_at, beat_at = excluded.beat_at,
    labels = excluded.labels;

-- name: beat
update ostinato_process set beat = beat + 1, beat_at = ?3 where id = ?1 and epoch = ?2;

-- name: beats
select id, epoch, beat from ostinato_process order by id;

-- name: remove
delete from ostinato_process where id = ?1;
