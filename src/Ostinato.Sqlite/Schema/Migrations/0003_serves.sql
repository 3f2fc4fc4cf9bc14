-- The oldest program, by the version it is made for, that works with these tables: what is only added leaves it as it is.
alter table ostinato_schema add column serves integer not null default 3;
