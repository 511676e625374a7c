-- The number of the newest run that may write. The point store has it, too: when this one is lower, Postgres has gone back.
CREATE TABLE run_number (
  singleton    boolean     PRIMARY KEY DEFAULT true CHECK (singleton),
  number       bigint      NOT NULL DEFAULT 0 CHECK (number >= 0),
  went_back_at timestamptz                                   -- when it was last found lower
);
INSERT INTO run_number DEFAULT VALUES;
