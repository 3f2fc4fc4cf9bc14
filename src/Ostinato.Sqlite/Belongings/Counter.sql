-- name: take
update ostinato_counter set next = next + ?1 returning next - ?1;

-- name: take_process
update ostinato_counter set next_process = next_process + 1 returning next_process - 1;
