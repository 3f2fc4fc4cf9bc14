-- name: all
select kind, revision, state from ostinato_breaker order by kind;

-- name: add
insert into ostinato_breaker (kind, revision, state) values (?1, 1, ?2) on conflict do nothing;

-- name: change
update ostinato_breaker set state = ?2, revision = revision + 1 where kind = ?1 and revision = ?3;
