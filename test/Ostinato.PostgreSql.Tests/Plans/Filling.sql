-- A million jobs in a place, each alone there, and the bodies of those that something comes upon: from either end.

-- name: ready
insert into ostinato.ready (queue, line, seq, lo, n, attempt, crashes, since)
select id, 4, number, 1000000 + number, 1, 0, 0, now() - interval '10 seconds'
from ostinato.queue, generate_series(1, $1) as number where name = 'default';

-- name: job
insert into ostinato.job (id, created_at, kind, queue, priority, payload)
select 1000000 + number, now(), kind.id, queue.id, 4, '{}'
from ostinato.queue, ostinato.kind, generate_series(1, $1) as number where queue.name = 'default' and kind.name = 'job';

-- name: due
insert into ostinato.due (run_at, lo, n, queue, attempt, priority, crashes)
select now() + (number - $1 / 2) * interval '1 second', 3000000 + number, 1, id, 0, 4, 0
from ostinato.queue, generate_series(1, $1) as number where name = 'default';

-- name: done
insert into ostinato.done (lo, finished_at, n, queue, attempt, state, crashes, durations)
select 5000000 + number, now() - interval '1 month' + number * interval '1 second', 1, id, 1, 4, 0, '\x00'
from ostinato.queue, generate_series(1, $1) as number where name = 'default';

-- name: lease
insert into ostinato.lease (lo, seq, since, taken_at, n, process, epoch, queue, attempt, priority, crashes)
select 7000000 + number, number, now(), now(), 1, 1000000, 1, id, 0, 4, 0
from ostinato.queue, generate_series(1, $1 / 100) as number where name = 'default';

-- name: bodies
insert into ostinato.job (id, created_at, kind, queue, priority, payload)
select first + number, now(), kind.id, queue.id, 4, '{}'
from ostinato.queue, ostinato.kind, (values (3000000), (4000000 - $1 / 100), (5000000), (6000000 - $1 / 100), (7000000)) as place (first),
    generate_series(1, $1 / 100) as number
where queue.name = 'default' and kind.name = 'job';

-- name: unique keys
insert into ostinato.unique_key (key, job) select sha256(number::text::bytea), 5000000 + number from generate_series(1, $1 / 10) as number
on conflict do nothing;

-- name: unique claims
insert into ostinato.unique_claim (job, key, during)
select 5000000 + number, sha256(number::text::bytea), 15 from generate_series(1, $1 / 10) as number
on conflict do nothing;

-- name: results
insert into ostinato.result (job, body) select 5000000 + number, '1' from generate_series(1, $1 / 10) as number;

-- name: failures
insert into ostinato.failure (job, attempt, at, type, message)
select 5000000 + number, 1, now(), 'Error', 'It failed.' from generate_series(1, $1 / 10) as number;

-- name: ticks
insert into ostinato.tick (schedule, at, outcome) select 'schedule ' || number % 1000, now() + number * interval '1 minute', 1
from generate_series(1, $1) as number;

-- name: schedules
insert into ostinato.schedule (name, next_at, revision, definition)
select 'schedule ' || number, now() + number * interval '1 minute', 1, '{}' from generate_series(1, $1 / 100) as number;

-- name: notes
insert into ostinato.note (job, kind, slot, attempt, at, body)
select 5000000 + number / 3, 1 + number % 3, 0, 1, now(), '1' from generate_series(3, $1 / 10) as number;
