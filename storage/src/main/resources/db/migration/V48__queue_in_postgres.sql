-- The queues, when they are kept here (tercet.queue=postgres, docs/protocol.md §3). Unlogged, like everything in this file:
-- a message is a hint, of which a crash of the server may take all, and none costs a write to the log.
-- Waiting: delivered_at is null. In hand: it has a session. Abandoned: it was delivered and nobody has it.
CREATE UNLOGGED TABLE queue_message (
  id           bigint      PRIMARY KEY GENERATED ALWAYS AS IDENTITY, -- the order within a queue
  epoch        bigint      NOT NULL,
  published_ms bigint      NOT NULL,                                 -- by the server's clock, since 1970
  delivered_at timestamptz,
  extraction   uuid        NOT NULL,
  session      uuid,
  queue        queue_name  NOT NULL,
  CONSTRAINT held_was_delivered CHECK (session IS NULL OR delivered_at IS NOT NULL)
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000, autovacuum_vacuum_cost_delay = 0,
        vacuum_truncate = off);

CREATE INDEX queue_message_waiting ON queue_message (queue, id) WHERE delivered_at IS NULL;
CREATE INDEX queue_message_delivered ON queue_message (delivered_at) WHERE delivered_at IS NOT NULL;
CREATE INDEX queue_message_abandoned ON queue_message (id) WHERE delivered_at IS NOT NULL AND session IS NULL;

-- Whose messages these are: drawn with the first one, and gone with all of them.
CREATE UNLOGGED TABLE queue_marker (
  one    boolean PRIMARY KEY DEFAULT true CHECK (one),
  marker uuid    NOT NULL DEFAULT gen_random_uuid()
);
