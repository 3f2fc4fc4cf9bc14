-- Requests to cancel jobs that a process holds.

-- name: add
insert into ostinato_cancel (process, job, reason, at) values (?1, ?2, ?3, ?4) on conflict (process, job) do nothing;

-- name: of_process
select job, reason from ostinato_cancel where process = ?1;

-- name: is_asked
select 1 from ostinato_cancel where process = ?1 and job = ?2;

-- name: remove
delete from ostinato_cancel where process = ?1 and job = ?2;

-- name: remove_of_process
delete from ostinato_cancel where process = ?1;
