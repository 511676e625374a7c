-- A refill goes through the rows once, in the order of their points; this is how far it has come.
ALTER TABLE collection ADD COLUMN refilled_to uuid;
