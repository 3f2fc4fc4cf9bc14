-- Names of kinds and queues, stored once.

-- name: find_kind
select id from ostinato_kind where name = ?1;

-- name: add_kind
insert into ostinato_kind (name) values (?1) returning id;

-- name: all_kinds
select id, name from ostinato_kind;

-- name: read_kind
select name from ostinato_kind where id = ?1;

-- name: find_queue
select id from ostinato_queue where name = ?1;

-- name: add_queue
insert into ostinato_queue (name) values (?1) returning id;

-- name: all_queues
select id, name from ostinato_queue;

-- name: read_queue
select name from ostinato_queue where id = ?1;
