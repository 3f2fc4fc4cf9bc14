-- Jobs as they were stored, and what goes with them.

-- name: add
insert into ostinato_job (id, kind, queue, priority, created_at, unique_key, unique_while, unique_for, headers, payload)
values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10);

-- name: claimed
select id, kind, created_at, headers, payload from ostinato_job where id between ?1 and ?2 order by id;

-- name: priority
select priority from ostinato_job where id = ?1;

-- name: waiting
select queue, priority, headers from ostinato_job where id = ?1;

-- name: change
update ostinato_job set queue = ?2, priority = ?3, payload = coalesce(?4, payload), headers = iif(?5, ?6, headers) where id = ?1;

-- name: rename
update ostinato_job set kind = ?2 where id = ?1 and kind <> ?2;

-- name: put_result
insert into ostinato_result (job, body) values (?1, ?2) on conflict (job) do update set body = excluded.body;

-- name: result
select body from ostinato_result where job = ?1;

-- name: results
select r.job, j.kind from ostinato_result r cross join ostinato_job j on j.id = r.job where r.job between ?1 and ?2 and length(r.body) > 0;

-- Nothing at all stands for a result that has expired.
-- name: expire_result
update ostinato_result set body = x'' where job = ?1 and length(body) > 0;

-- name: remove_results
delete from ostinato_result where job between ?1 and ?2;

-- name: remove_failures
delete from ostinato_failure where job between ?1 and ?2;

-- name: remove_keys
delete from ostinato_unique where job between ?1 and ?2 and key in
    (select unique_key from ostinato_job where id between ?1 and ?2 and unique_key is not null);

-- name: remove
delete from ostinato_job where id between ?1 and ?2;
