-- What a breaker says is UTF-8 JSON, kept byte for byte. Whoever writes one must have seen its latest revision.
create table ostinato_breaker (
    kind text primary key,
    revision integer not null,
    state blob not null
) strict, without rowid;
