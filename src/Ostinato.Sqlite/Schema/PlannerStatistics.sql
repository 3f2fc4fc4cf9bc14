-- name: exist
select 1 from sqlite_schema where type = 'table' and name = 'sqlite_stat1';

-- name: any
select 1 from sqlite_stat1 where tbl glob 'ostinato_*' limit 1;

-- name: remove
delete from sqlite_stat1 where tbl glob 'ostinato_*';

-- name: reload
analyze sqlite_schema;
