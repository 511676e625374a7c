package dev.tercet.storage.postgres.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class StatusSqlTest {
  @Test
  void putsInWhatStatementsShare() {
    assertThat(StatusSql.of("UPDATE extraction e SET {unheld} RETURNING e.id"))
        .isEqualTo(
            "UPDATE extraction e SET session = NULL, deadline = NULL, attempt_timeout_ms = NULL"
                + " RETURNING e.id");
  }

  @Test
  void refusesAPieceThatThereIsNot() {
    assertThatThrownBy(() -> StatusSql.of("WITH {history} SELECT 1"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("history");
  }
}
