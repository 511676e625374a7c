-- How far claims have come in each queue, in the ids of its messages: behind that nothing should wait.
ALTER TABLE queue_setting
  ADD COLUMN claimed_ms     bigint,
  ADD COLUMN claimed_marker text,
  ADD CONSTRAINT claimed_in_an_incarnation CHECK ((claimed_ms IS NULL) = (claimed_marker IS NULL));
