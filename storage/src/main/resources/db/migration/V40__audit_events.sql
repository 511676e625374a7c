-- Whoever reads the table for long must not make all others wait behind this: it is begun again a second later.
SET LOCAL lock_timeout = '200ms';

-- Why a status changed, for programs; the reason beside it is for people. Null: written by a former release.
CREATE TYPE audit_event AS ENUM
  ('accepted', 'published', 'claimed', 'completed', 'overtaken', 'postponed', 'given_up', 'drained', 'lease_expired', 'crashed',
   'deadline_passed', 'crash_taken_back', 'newer_accepted', 'newer_done', 'cancelled', 'retried', 'deleted', 'project_deleted',
   'expired', 'removed');
ALTER TABLE audit ADD COLUMN event audit_event;

-- The groups of statuses, as Status has them. They are inlined, so that partial indexes with the same lists are found.
CREATE FUNCTION is_in_flight(status extraction_status) RETURNS boolean
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN status IN ('pending', 'queued', 'processing');
CREATE FUNCTION is_final(status extraction_status) RETURNS boolean
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN status IN ('done', 'failed', 'cancelled', 'superseded');
CREATE FUNCTION loses_points(status extraction_status) RETURNS boolean
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN status IN ('cancelled', 'superseded', 'deleting');
CREATE FUNCTION answers_again(status extraction_status) RETURNS boolean
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN status NOT IN ('failed', 'cancelled', 'deleting');
