-- What was spent is asked for by tenant. While this is built nobody folds what was spent, and whoever notes or reads it does not
-- wait.
SET LOCAL lock_timeout = '200ms';
CREATE INDEX spend_tenant ON spend (tenant, day);
