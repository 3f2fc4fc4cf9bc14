-- What a breaker says is UTF-8 JSON, kept byte for byte. Whoever writes one must have seen its latest revision.
create table ostinato.breaker (
    kind text primary key,
    revision bigint not null,
    state bytea not null
);

insert into ostinato.migration (version, name, serves) values (7, 'breakers', 1);
