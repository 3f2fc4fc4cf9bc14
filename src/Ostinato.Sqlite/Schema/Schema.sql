-- name: exists
select 1 from sqlite_schema where type = 'table' and name = 'ostinato_schema';

-- name: version
select version from ostinato_schema;

-- name: serves
select serves from ostinato_schema;

-- name: stamp
update ostinato_schema set version = ?1;
