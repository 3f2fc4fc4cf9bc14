-- name: all
select ostinato.clock(), b.kind, b.revision, b.state from (values (1)) one left join ostinato.breaker b on true
order by b.kind collate "C";

-- name: add
insert into ostinato.breaker (kind, revision, state) values ($1, 1, $2) on conflict on constraint breaker_pkey do nothing returning 1;

-- name: change
update ostinato.breaker set state = $2, revision = revision + 1 where kind = $1 and revision = $3 returning 1;
