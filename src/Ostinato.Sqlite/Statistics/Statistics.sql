-- name: append
insert into ostinato_statistics (id, level, start, body) values (?1, 0, ?2, ?3) on conflict do nothing;

-- name: between
select id, level, start, body from ostinato_statistics where level in (0, 1, 2) and start >= ?1 and start < ?2;

-- name: aged
select id, level, start, body from ostinato_statistics where level = ?1 and start < ?2 order by start limit ?3;

-- name: has
select 1 from ostinato_statistics where id = ?1;

-- name: remove
delete from ostinato_statistics where id = ?1;

-- name: add
insert into ostinato_statistics (id, level, start, body) values (?1, ?2, ?3, ?4);

-- name: prune
delete from ostinato_statistics where level in (0, 1, 2) and start < ?1;
