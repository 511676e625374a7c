package dev.tercet.storage.postgres.closing;

import dev.tercet.saga.port.ClosingStore;
import dev.tercet.saga.text.StorableText;
import dev.tercet.storage.batch.GroupCommit;
import dev.tercet.storage.postgres.operation.Commits;

/** Closes documents, all that arrive together by one statement. */
public final class PostgresClosingStore implements ClosingStore {
  private final GroupCommit<Closing, Closed> close;

  public PostgresClosingStore(Commits commits) {
    close = commits.of(new CloseOperation());
  }

  @Override
  public Closed close(Closing closing) {
    closing.passages().forEach(passage -> StorableText.required(passage.text()));
    return close.submit(closing);
  }
}
