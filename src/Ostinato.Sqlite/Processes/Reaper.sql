-- name: observed
select host, pid from ostinato_process where id = ?1 and epoch = ?2 and beat = ?3;
