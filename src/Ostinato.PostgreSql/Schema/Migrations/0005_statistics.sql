-- What attempts came to, in a form that the engine knows. level 0 is a minute of one process; higher ones are sums.
create table ostinato.statistics (
    id uuid primary key,
    level smallint not null,
    start timestamptz not null,
    body bytea not null
);
create index statistics_start on ostinato.statistics (level, start);

insert into ostinato.migration (version, name, serves) values (5, 'statistics', 1);
