-- name: holder
select u.job, j.unique_while, j.unique_for, j.created_at
from ostinato_unique u left join ostinato_job j on j.id = u.job where u.key = ?1;

-- name: take
insert into ostinato_unique (key, job) values (?1, ?2) on conflict (key) do update set job = excluded.job;

-- name: of_job
select unique_key from ostinato_job where id = ?1 and unique_key is not null;
