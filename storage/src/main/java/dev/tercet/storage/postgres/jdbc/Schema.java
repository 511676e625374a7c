package dev.tercet.storage.postgres.jdbc;

import java.util.Arrays;
import java.util.Map;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/** The database's tables, brought up to date by the migrations. */
public final class Schema {
  private Schema() {}

  public static void migrate(DataSource source) {
    try {
      // The lock of a transaction would wait for an index that is built beside the work, which in
      // turn waits for that transaction.
      Flyway flyway =
          Flyway.configure(Schema.class.getClassLoader())
              .dataSource(new UnlimitedSource(source))
              .locations("classpath:db/migration")
              .configuration(Map.of("flyway.postgresql.transactional.lock", "false"))
              .load();
      // Only what runs outside a transaction can be left half done; it begins anew by itself.
      if (Arrays.stream(flyway.info().all()).anyMatch(it -> it.getState().isFailed())) {
        flyway.repair();
      }
      flyway.migrate();
    } catch (FlywayException e) {
      throw PostgresFailure.away("the migrations could not be applied: " + e.getMessage(), e);
    }
  }
}
