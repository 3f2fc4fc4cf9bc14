-- name: add
insert into ostinato_failure (job, attempt, at, type, message, stack) values (?1, ?2, ?3, ?4, ?5, ?6);

-- name: count
select count(*) from ostinato_failure where job = ?1;

-- name: remove_second
delete from ostinato_failure where id = (select id from ostinato_failure where job = ?1 order by id limit 1 offset 1);

-- name: last
select attempt, at, type, message, stack from ostinato_failure where job = ?1 order by id desc limit 1;

-- name: of_job
select attempt, at, type, message, stack from ostinato_failure where job = ?1 order by id;
