-- name: add
insert into ostinato_audit (at, ended_at, actor, action, target, changed, reason, outcome, undoes, undo)
values (?1, case when ?7 is null then null else ?1 end, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
on conflict do nothing returning id;

-- name: end
update ostinato_audit set ended_at = ?2, changed = ?3, outcome = ?4, undo = ?5 where id = ?1;

-- name: undone
select 1 from ostinato_audit where undoes = ?1;

-- name: list
select a.id, a.at, a.ended_at, a.actor, a.action, a.target, a.changed, a.reason, a.outcome, a.undoes,
    (select u.id from ostinato_audit u where u.undoes = a.id), a.undo is not null
from ostinato_audit a
where a.id < ?1 and (?2 is null or a.actor = ?2) and (?3 is null or a.action = ?3) and (?4 is null or a.target = ?4)
order by a.id desc limit ?5;

-- name: get
select a.id, a.at, a.ended_at, a.actor, a.action, a.target, a.changed, a.reason, a.outcome, a.undoes,
    (select u.id from ostinato_audit u where u.undoes = a.id), a.undo is not null, a.undo
from ostinato_audit a where a.id = ?1;

-- name: prune
delete from ostinato_audit where id in (select id from ostinato_audit where at < ?1 order by at limit ?2);
