-- Names of kinds and queues, stored once. A number keeps its name for ever.

-- name: add_kinds
insert into ostinato.kind (name) select distinct name from unnest($1) as new (name) order by name on conflict (name) do nothing;

-- name: add_queues
insert into ostinato.queue (name) select distinct name from unnest($1) as new (name) order by name on conflict (name) do nothing;

-- name: kinds
select id, name from ostinato.kind where name = any ($1);

-- name: queues
select id, name from ostinato.queue where name = any ($1);

-- name: all_kinds
select id, name from ostinato.kind;

-- name: all_queues
select id, name from ostinato.queue;
