-- Every list by project, status and queue walks this index, however many rows stand in the others.
-- Built beside the work (V12__lists.sql.conf): no transaction, and again from the start after a crash.
DROP INDEX CONCURRENTLY IF EXISTS extraction_list;
-- As bytes, as only lists compare them: look-ups by id, which name the project, too, must not choose this
-- index while the tables are empty, nor lists the primary key once they are full.
CREATE INDEX CONCURRENTLY extraction_list ON extraction (uuid_send(project), status, queue, uuid_send(id));
