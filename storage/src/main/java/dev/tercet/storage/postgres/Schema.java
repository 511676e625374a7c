package dev.tercet.storage.postgres;

import dev.tercet.saga.StoreUnavailableException;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/** The database's tables, brought up to date by the migrations. */
final class Schema {
  private Schema() {}

  static void migrate(DataSource source) {
    try {
      Flyway.configure(Schema.class.getClassLoader())
          .dataSource(new UnhurriedSource(source))
          .locations("classpath:db/migration")
          .load()
          .migrate();
    } catch (FlywayException e) {
      throw new StoreUnavailableException(
          StoreUnavailableException.Store.POSTGRES,
          "the migrations could not be applied: " + e.getMessage(),
          e);
    }
  }
}
