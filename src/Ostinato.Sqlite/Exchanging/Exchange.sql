-- name: fence
select 1 from ostinato_process where id = ?1 and epoch = ?2;
