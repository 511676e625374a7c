package dev.tercet.storage.postgres.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.saga.port.StoreBusyException;
import dev.tercet.saga.port.StoreFullException;
import dev.tercet.saga.port.StoreUnavailableException;
import dev.tercet.saga.port.StoreUnavailableException.Store;
import dev.tercet.storage.batch.FlushFault;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PostgresFailureTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ERROR: could not extend file \"base/16384/16813\": No space left on device",
        "ERROR: konnte Datei »base/16384/16813« nicht erweitern: Auf dem Gerät ist kein Platz"
      })
  void knowsAFullDiskByItsStateWhateverTheServersLanguage(String message) {
    SQLException full = new SQLException(message, "53100");

    assertThat(explained(full))
        .isInstanceOfSatisfying(
            StoreFullException.class, it -> assertThat(it.store()).isEqualTo(Store.POSTGRES))
        .hasMessageContaining(message);
    assertThat(PostgresFailure.away("asked", full)).isInstanceOf(StoreFullException.class);
    assertThat(PostgresFailure.away("migrated", new IllegalStateException("by a library", full)))
        .isInstanceOf(StoreFullException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"53200", "53300", "53000", "08006", "57P01"})
  void callsAServerAwayForAnotherReasonWhateverItsWords(String state) {
    SQLException away = new SQLException("No space left on device", state);

    assertThat(explained(away)).isExactlyInstanceOf(StoreUnavailableException.class);
    assertThat(PostgresFailure.away("asked", away))
        .isExactlyInstanceOf(StoreUnavailableException.class);
  }

  @Test
  void knowsAPoolWithoutAConnectionToSpare() {
    assertThat(explained(new SQLTransientConnectionException("none was free")))
        .isInstanceOf(StoreBusyException.class);
  }

  private static RuntimeException explained(SQLException failure) {
    return PostgresFailure.of(failure, FlushFault.NOTHING_DONE) instanceof PostgresFailure known
        ? known.explained()
        : new IllegalStateException(failure);
  }
}
