-- name: take
select nextval('ostinato.job_id') from generate_series(1, $1);
