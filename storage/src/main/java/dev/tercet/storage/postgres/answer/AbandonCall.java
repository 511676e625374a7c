package dev.tercet.storage.postgres.answer;

import dev.tercet.saga.ModelCall;
import dev.tercet.storage.postgres.operation.BatchOperation;
import dev.tercet.storage.postgres.operation.StatusChanges;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collections;
import java.util.List;

/** Ends calls whose replies nobody waits for, as those do that nobody sees end. */
final class AbandonCall implements BatchOperation<ModelCall, Boolean> {
  @Override
  public String name() {
    return "abandon-call";
  }

  @Override
  public boolean isTransaction() {
    return true;
  }

  @Override
  public List<Boolean> write(Connection connection, List<ModelCall> batch, StatusChanges changes)
      throws SQLException {
    UnseenEnds.close(
        connection,
        batch.stream().map(it -> new UnseenEnds.Unseen(it.extraction(), it.id())).toList());
    QuestionLeases.free(connection, batch);
    return Collections.nCopies(batch.size(), true);
  }
}
