-- Who publishes a due row, and until when nobody else does: several relays share one ledger. The mark
-- says nothing once the row has been published or claimed, and every row lives without one.
ALTER TABLE extraction
  ADD COLUMN relay       uuid,
  ADD COLUMN relay_until timestamptz;
