-- Histories and calls stand in a partition for each month of their extraction's id, a UUIDv7, which begins with the time at
-- which it was drawn. So all rows of an extraction are in one partition, whenever they are written; a key that begins with the
-- extraction stays unique; and whoever asks for an extraction looks into one partition, without knowing any time.
-- Runs beside the work (V31__months.sql.conf): each step commits, and all begin anew after a crash.

-- The least id of the month of that time (UTC).
CREATE OR REPLACE FUNCTION month_id(moment timestamptz) RETURNS uuid
  LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURNS NULL ON NULL INPUT
  RETURN (lpad(to_hex((extract(epoch FROM date_trunc('month', moment AT TIME ZONE 'UTC')) * 1000)::bigint), 12, '0')
          || repeat('0', 20))::uuid;

-- The same of the month after the one of an id; of an id that is no UUIDv7 it may be any.
CREATE OR REPLACE FUNCTION next_month_id(id uuid) RETURNS uuid
  LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURNS NULL ON NULL INPUT
  RETURN month_id((to_timestamp(('x' || left(replace(id::text, '-', ''), 12))::bit(48)::bigint / 1000) AT TIME ZONE 'UTC'
                   + interval '1 month') AT TIME ZONE 'UTC');

-- The partitions, but for those of what is in no month of its own (…_default).
CREATE OR REPLACE VIEW month_partition AS
SELECT parent, partition, substring(bounds FROM 'FROM \(''(.*?)''\)')::uuid AS first_id, -- null: the least of all
       substring(bounds FROM 'TO \(''(.*?)''\)')::uuid AS end_id
  FROM (SELECT p.relname AS parent, c.relname AS partition, pg_get_expr(c.relpartbound, c.oid) AS bounds
          FROM pg_class p
          JOIN pg_inherits i ON i.inhparent = p.oid
          JOIN pg_class c ON c.oid = i.inhrelid
         WHERE p.oid IN (to_regclass('audit'), to_regclass('model_call'))
           AND p.relkind = 'p') AS attached
 WHERE bounds <> 'DEFAULT';

-- Creates the month of that time and those that follow, as far as they are missing; returns how many still are. What came into
-- the default partition first moves into its month, unless it is more than can move while everybody waits: that stays there for
-- good, and its month with it. So the default partition stays small, and whoever attaches a month reads little of it. Who writes
-- waits for the table and not for the default partition, since whoever had been led there would be refused.
CREATE OR REPLACE FUNCTION create_months(relation name, moment timestamptz, ahead integer) RETURNS integer
  LANGUAGE plpgsql SET lock_timeout = '200ms' AS $$
DECLARE
  most     CONSTANT integer := 10000;
  others   name := relation || '_default';
  month    timestamp;
  named    name;
  starts   uuid;
  ends     uuid;
  many     boolean;
  missing  integer := 0;
BEGIN
  FOR n IN 0..ahead LOOP
    month := date_trunc('month', moment AT TIME ZONE 'UTC') + n * interval '1 month';
    named := relation || to_char(month, '_YYYY_MM');
    starts := month_id(month AT TIME ZONE 'UTC');
    ends := month_id((month + interval '1 month') AT TIME ZONE 'UTC');
    BEGIN
      CONTINUE WHEN EXISTS (SELECT FROM month_partition p
                             WHERE p.parent = relation AND coalesce(p.first_id <= starts, true) AND p.end_id > starts);
      missing := missing + 1;
      EXECUTE format('SELECT count(*) > %s FROM (SELECT FROM %I WHERE extraction >= $1 AND extraction < $2 LIMIT %s) AS come',
                     most, others, most + 1)
         INTO many USING starts, ends;
      CONTINUE WHEN many;
      EXECUTE format('LOCK TABLE ONLY %I IN ACCESS EXCLUSIVE MODE', relation);
      EXECUTE format('LOCK TABLE %I IN ACCESS EXCLUSIVE MODE', others);
      IF NOT EXISTS (SELECT FROM month_partition p WHERE p.parent = relation AND p.first_id = starts) THEN
        EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING ALL EXCLUDING IDENTITY)'
                       ' WITH (autovacuum_vacuum_insert_scale_factor = 0.5)', named, relation);
        EXECUTE format('WITH moved AS (DELETE FROM %I WHERE extraction >= $1 AND extraction < $2 RETURNING *)'
                       ' INSERT INTO %I SELECT * FROM moved', others, named) USING starts, ends;
        EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', relation, named, starts, ends);
      END IF;
      missing := missing - 1;
    EXCEPTION WHEN lock_not_available THEN
      RETURN greatest(missing, 1); -- the next pass comes
    END;
  END LOOP;
  RETURN missing;
END $$;

-- Whether no extraction of these ids is there any more, and none of them has gone since then (null: whenever). A month of which
-- more than 100,000 have not been forgotten yet waits until it is fewer.
CREATE OR REPLACE FUNCTION month_is_over(first uuid, ending uuid, gone_before timestamptz) RETURNS boolean
  LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM extraction WHERE id >= coalesce(first, '00000000-0000-0000-0000-000000000000') AND id < ending) THEN
    RETURN false;
  END IF;
  RETURN gone_before IS NULL OR (
    SELECT count(*) < 100000 AND coalesce(max(at) < gone_before, true)
      FROM (SELECT at FROM departure
             WHERE extraction >= coalesce(first, '00000000-0000-0000-0000-000000000000') AND extraction < ending
             LIMIT 100000) AS gone);
END $$;

-- Drops the first month that ended before and is over; returns whether there was one. What is asked before the lock is asked
-- again under it: whoever writes into the month has committed then, extraction and history together.
CREATE OR REPLACE FUNCTION drop_month(relation name, ended_before timestamptz, gone_before timestamptz) RETURNS boolean
  LANGUAGE plpgsql SET lock_timeout = '200ms' AS $$
DECLARE
  month record;
BEGIN
  FOR month IN SELECT * FROM month_partition WHERE parent = relation AND end_id <= month_id(ended_before) ORDER BY end_id LOOP
    CONTINUE WHEN NOT month_is_over(month.first_id, month.end_id, gone_before);
    EXECUTE format('LOCK TABLE ONLY %I IN ACCESS EXCLUSIVE MODE', relation);
    IF month_is_over(month.first_id, month.end_id, gone_before) THEN
      EXECUTE format('DROP TABLE IF EXISTS %I', month.partition); -- another may have been before
      RETURN true;
    END IF;
  END LOOP;
  RETURN false;
EXCEPTION WHEN lock_not_available THEN
  RETURN false; -- the next pass comes
END $$;

-- Waits for the table in short turns, so that nobody stands behind this for longer than one of them; for the views over it
-- first, since whoever reads one of them has that before he asks for the table.
CREATE OR REPLACE FUNCTION take_table(relation name) RETURNS void
  LANGUAGE plpgsql SET lock_timeout = '200ms' AS $$
DECLARE
  act text;
BEGIN
  FOR turn IN 1..300 LOOP
    BEGIN
      FOR act IN
        SELECT DISTINCT format('ALTER VIEW %s RESET (security_barrier)', r.ev_class::regclass) -- as it is, under its lock
          FROM pg_depend d
          JOIN pg_rewrite r ON r.oid = d.objid
          JOIN pg_class v ON v.oid = r.ev_class AND v.relkind = 'v'
         WHERE d.classid = 'pg_rewrite'::regclass AND d.refclassid = 'pg_class'::regclass AND d.refobjid = to_regclass(relation)
      LOOP
        EXECUTE act;
      END LOOP;
      EXECUTE format('LOCK TABLE %I IN ACCESS EXCLUSIVE MODE', relation);
      RETURN;
    EXCEPTION WHEN lock_not_available THEN
      PERFORM pg_sleep(0.2);
    END;
  END LOOP;
  RAISE lock_not_available USING MESSAGE = relation || ' was in use for two minutes';
END $$;

-- Makes the table the first partition of another one of its name. That its ids are those of the past is checked before, beside
-- the work, so that the change itself looks at no row. For as long as that takes no row is taken of an id from the boundary on,
-- hence a boundary that is three months away at least; in a table without rows nothing takes long, and the month begins at once.
CREATE OR REPLACE PROCEDURE split_by_month(relation name) LANGUAGE plpgsql AS $$
DECLARE
  former   name := relation || '_before';
  others   name := relation || '_default';
  today    timestamp := date_trunc('month', statement_timestamp() AT TIME ZONE 'UTC');
  boundary uuid;
  empty    boolean;
  other    text;
  views    text[];
  again    text[];
  drops    text[];
  renames  text[];
  checks   text;
  sequence bigint;
  act      text;
BEGIN
  IF (SELECT relkind = 'p' FROM pg_class WHERE oid = to_regclass(relation)) THEN
    RETURN;
  END IF;
  SELECT string_agg(r.ev_class::regclass::text, ', ') INTO other
    FROM pg_depend d
    JOIN pg_rewrite r ON r.oid = d.objid
    JOIN pg_class v ON v.oid = r.ev_class AND v.relkind <> 'v'
   WHERE d.classid = 'pg_rewrite'::regclass AND d.refclassid = 'pg_class'::regclass AND d.refobjid = to_regclass(relation);
  IF other IS NOT NULL THEN
    RAISE object_not_in_prerequisite_state
      USING MESSAGE = format('%s over %s is no plain view: drop it, and create it again after the migration', other, relation);
  END IF;
  views := ARRAY(
    SELECT DISTINCT format('CREATE OR REPLACE VIEW %s %s AS %s', v.oid::regclass,
                           'WITH (' || array_to_string(v.reloptions, ', ') || ')', pg_get_viewdef(v.oid))
      FROM pg_depend d
      JOIN pg_rewrite r ON r.oid = d.objid
      JOIN pg_class v ON v.oid = r.ev_class
     WHERE d.classid = 'pg_rewrite'::regclass AND d.refclassid = 'pg_class'::regclass AND d.refobjid = to_regclass(relation));
  -- Autovacuum gives way to whoever waits for a second, and conflicts with this alone of all who work.
  EXECUTE format('LOCK TABLE %I IN SHARE UPDATE EXCLUSIVE MODE', relation);
  PERFORM take_table(relation);
  EXECUTE format('SELECT NOT EXISTS (SELECT FROM %I)', relation) INTO empty;
  boundary := month_id((today + CASE WHEN empty THEN interval '0' ELSE interval '4 months' END) AT TIME ZONE 'UTC');
  IF EXISTS (SELECT FROM pg_constraint WHERE conrelid = to_regclass(relation) AND conname = 'before_months') THEN
    EXECUTE format('ALTER TABLE %I DROP CONSTRAINT before_months', relation); -- of an attempt that was killed
  END IF;
  EXECUTE format('ALTER TABLE %I ADD CONSTRAINT before_months CHECK (extraction < %L) NOT VALID', relation, boundary);
  IF NOT empty THEN
    COMMIT;
  END IF;

  -- Ids that no clock has drawn yet are in no month.
  EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING ALL EXCLUDING IDENTITY)', others, relation);
  EXECUTE format('ALTER TABLE %I DROP CONSTRAINT before_months', others);
  EXECUTE format('WITH moved AS (DELETE FROM %I WHERE extraction >= $1 RETURNING *) INSERT INTO %I SELECT * FROM moved',
                 relation, others) USING boundary;
  SELECT string_agg(format('VALIDATE CONSTRAINT %I', conname), ', ') INTO checks
    FROM pg_constraint WHERE conrelid = to_regclass(relation) AND contype = 'c' AND NOT convalidated;
  EXECUTE format('ALTER TABLE %I %s', relation, checks);

  -- From here on others wait, and nothing takes long.
  PERFORM take_table(relation);
  SELECT array_agg(pg_get_triggerdef(oid)), array_agg(format('DROP TRIGGER %I ON %I', tgname, former)) INTO again, drops
    FROM pg_trigger WHERE tgrelid = to_regclass(relation) AND NOT tgisinternal;
  again := again || views || ARRAY(
    SELECT format('GRANT %s ON %I TO %s', a.privilege_type, relation,
                  CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(a.grantee)) END)
      FROM pg_class c CROSS JOIN LATERAL aclexplode(c.relacl) AS a
     WHERE c.oid = to_regclass(relation) AND a.grantee <> c.relowner);
  renames := ARRAY(
    SELECT format('ALTER INDEX %I RENAME TO %I', c.relname,
                  CASE WHEN strpos(c.relname, relation) > 0 THEN replace(c.relname, relation, former)
                       ELSE left(former || '_' || c.relname, 63) END)
      FROM pg_index i
      JOIN pg_class c ON c.oid = i.indexrelid
     WHERE i.indrelid = to_regclass(relation));
  FOR act IN
    SELECT format('ALTER TABLE %I ALTER COLUMN %I DROP IDENTITY', relation, attname)
      FROM pg_attribute WHERE attrelid = to_regclass(relation) AND attidentity = 'a'
  LOOP
    sequence := nextval(pg_get_serial_sequence(relation, 'seq'));
    EXECUTE act;
  END LOOP;
  EXECUTE format('ALTER TABLE %I RENAME TO %I', relation, former);
  FOREACH act IN ARRAY drops || renames LOOP
    EXECUTE act;
  END LOOP;
  EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING ALL) PARTITION BY RANGE (extraction)', relation, former);
  EXECUTE format('ALTER TABLE %I DROP CONSTRAINT before_months', relation);
  IF sequence IS NOT NULL THEN
    EXECUTE format('ALTER TABLE %I ALTER COLUMN seq ADD GENERATED ALWAYS AS IDENTITY (START WITH %s)', relation, sequence);
  END IF;
  EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I FOR VALUES FROM (MINVALUE) TO (%L)', relation, former, boundary);
  EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I DEFAULT', relation, others);
  EXECUTE format('ALTER TABLE %I DROP CONSTRAINT before_months', former);
  FOREACH act IN ARRAY again LOOP
    EXECUTE act;
  END LOOP;
  COMMIT;
END $$;

CALL split_by_month('audit');
CALL split_by_month('model_call');
DROP PROCEDURE split_by_month;
DROP FUNCTION take_table;
DO $$
BEGIN
  PERFORM create_months('audit', statement_timestamp(), 2);
  PERFORM create_months('model_call', statement_timestamp(), 2);
END $$;
