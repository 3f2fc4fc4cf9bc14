-- What attempts came to, in a form that the engine knows. level 0 is a minute of one process; higher ones are sums.
create table ostinato_statistics (
    id blob primary key,
    level integer not null,
    start integer not null,
    body blob not null
) strict;
create index ostinato_statistics_start on ostinato_statistics (level, start);
