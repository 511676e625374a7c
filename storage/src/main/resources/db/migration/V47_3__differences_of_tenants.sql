-- The same of what is not folded yet, which is little: whoever notes what is spent waits for a moment. It is apart from the index
-- before it, since whoever folds locks both tables the other way round.
SET LOCAL lock_timeout = '200ms';
CREATE INDEX spend_difference_tenant ON spend_difference (tenant, day);
