-- name: all
select name, revision, paused_at, paused_by, pause_reason, settings from ostinato_queue
where revision > 0 or paused_at is not null order by name;

-- name: write
update ostinato_queue set revision = revision + 1, paused_at = ?3, paused_by = ?4, pause_reason = ?5, settings = ?6
where id = ?1 and revision = ?2;

-- name: settings
select case when count(*) > 0 then json_group_object(name, json(settings)) end from ostinato_queue where settings is not null;
