package dev.tercet.storage.postgres;

import dev.tercet.saga.ModelCall;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collections;
import java.util.List;

/** Frees the questions of calls whose replies nobody waits for; their rows stay open. */
final class AbandonCall implements Operation<ModelCall, Boolean> {
  @Override
  public String name() {
    return "abandon-call";
  }

  @Override
  public List<Boolean> write(Connection connection, List<ModelCall> batch, Moves moves)
      throws SQLException {
    QuestionLeases.free(connection, batch);
    return Collections.nCopies(batch.size(), true);
  }
}
