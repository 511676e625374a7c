package dev.tercet.storage.postgres.removal;

import dev.tercet.saga.port.StoreUnavailableException;
import dev.tercet.storage.postgres.jdbc.Database;
import dev.tercet.storage.postgres.jdbc.Query;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The months in which histories and calls stand, by the ids of their extractions (V31): created
 * before anything belongs to them, and dropped as soon as everything in them may go. What has no
 * month of its own stands in a partition of all such rows, so that nobody waits for this.
 */
public final class Months {
  private static final Logger LOG = LoggerFactory.getLogger(Months.class);

  /** Beyond the present one; the longest time between two looks is 30 days. */
  private static final int AHEAD = 2;

  private static final List<String> TABLES = List.of("audit", "model_call");

  private static final Query CREATE =
      Query.of("SELECT create_months(:table::name, statement_timestamp(), :ahead)");

  /**
   * Those that ended a day ago at least, whatever was under way then, and have no extraction any
   * more, nor one that has gone since the age began.
   */
  private static final Query DROP_HISTORIES =
      Query.of(
          """
          SELECT drop_month('audit', statement_timestamp() - interval '1 day' - age, statement_timestamp() - age)
            FROM (SELECT :age * interval '1 millisecond' AS age) AS kept
          """);

  /** Calls go with their extraction. */
  private static final Query DROP_CALLS =
      Query.of("SELECT drop_month('model_call', statement_timestamp() - interval '1 day', NULL)");

  private final Database database;

  public Months(Database database) {
    this.database = database;
  }

  /**
   * Creates what is missing of the present month and those to come. What cannot be created is left
   * to the next look, and keeps neither a start nor a purge from going on.
   */
  public void create() {
    for (String table : TABLES) {
      try {
        int missing = missing(table);
        if (missing > 0) {
          LOG.warn(
              "{} of the months of {} to come are missing: what belongs to them stands in {}_default"
                  + " until a look creates them",
              missing,
              table,
              table);
        }
      } catch (StoreUnavailableException e) {
        LOG.warn("The months of {} to come could not be created now: {}", table, e.getMessage());
      }
    }
  }

  private int missing(String table) {
    return database.repeatable(connection ->
        CREATE.with("table", table).with("ahead", AHEAD).one(connection, row -> row.getInt(1)));
  }

  /**
   * Drops the months that are over, each in a transaction of its own, which waits for nobody for
   * long.
   *
   * @param age how long a history is kept once its extraction has gone
   */
  public void drop(Duration age) {
    while (dropped(DROP_HISTORIES.with("age", age.toMillis()))) {
      LOG.info("retention: a month of histories is gone");
    }
    while (dropped(DROP_CALLS.values())) {
      LOG.info("retention: a month of calls is gone");
    }
  }

  private boolean dropped(Query.Values drop) {
    return database.repeatable(connection -> drop.one(connection, row -> row.getBoolean(1)));
  }
}
