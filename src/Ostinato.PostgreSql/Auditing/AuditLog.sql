-- name: add
insert into ostinato.audit (at, ended_at, actor, action, target, changed, reason, outcome, undoes, undo)
values (ostinato.clock(), case when $6 is null then null else ostinato.clock() end, $1, $2, $3, $4, $5, $6, $7, $8)
on conflict (undoes) where undoes is not null do nothing returning id;

-- name: end
update ostinato.audit set ended_at = ostinato.clock(), changed = $2, outcome = $3, undo = $4 where id = $1;

-- name: list
select a.id, a.at, a.ended_at, a.actor, a.action, a.target, a.changed, a.reason, a.outcome, a.undoes,
    (select u.id from ostinato.audit u where u.undoes = a.id), a.undo is not null
from ostinato.audit a
where a.id < $1 and ($2 is null or a.actor = $2) and ($3 is null or a.action = $3) and ($4 is null or a.target = $4)
order by a.id desc limit $5;

-- name: get
select a.id, a.at, a.ended_at, a.actor, a.action, a.target, a.changed, a.reason, a.outcome, a.undoes,
    (select u.id from ostinato.audit u where u.undoes = a.id), a.undo is not null, a.undo
from ostinato.audit a where a.id = $1;

-- name: prune
with old as (
    delete from ostinato.audit
    where id = any (array(select id from ostinato.audit where at < ostinato.clock() - $1 order by at limit $2)) returning 1)
select count(*)::int from old;
