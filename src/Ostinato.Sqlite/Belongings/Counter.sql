-- name: take
update ostinato_counter set next = next + ?1 returning next - ?1;

-- name: take_process
update ostinato_counter set next_process = next_process + 1 returning next_process - 1;

-- name: announce
update ostinato_counter set changes = changes + 1;

-- name: changes
select changes from ostinato_counter;
