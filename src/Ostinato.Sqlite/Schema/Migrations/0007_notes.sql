-- What attempts tell while they run, by kind: 1 progress and 2 checkpoint in slot 0, 3 lines in the slot attempt * 2^32 + part.
create table ostinato_note (
    job integer not null,
    kind integer not null,
    slot integer not null,
    attempt integer not null,
    at integer not null,
    body blob not null,
    primary key (job, kind, slot)
) strict;
