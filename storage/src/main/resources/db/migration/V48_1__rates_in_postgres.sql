-- The rates of providers, when no Redis keeps them (docs/protocol.md §4). Unlogged: when a crash takes them, their buckets are full.
CREATE UNLOGGED TABLE call_rate (
  at_us    bigint NOT NULL,              -- when it was last written, by the server's clock, since 1970
  provider text   PRIMARY KEY COLLATE "C",
  requests text,                         -- a bucket, as RateBucket writes it; null: as full as it gets
  tokens   text
);
