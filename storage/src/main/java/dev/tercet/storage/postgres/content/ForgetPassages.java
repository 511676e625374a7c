package dev.tercet.storage.postgres.content;

import dev.tercet.saga.Claim;
import dev.tercet.storage.postgres.jdbc.Query;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Forgets the passages of a claimed extraction (docs/protocol.md §4, the cut has a name). */
final class ForgetPassages {
  /** Holds the row until the commit, so that nobody records meanwhile. */
  static final Query HOLD =
      Query.of(
          """
          UPDATE extraction
             SET stage = 'accepted', passages = 0, passages_extracted = 0, passages_embedded = 0,
                 cut = '', made_with = NULL,
                 deadline = clock_timestamp() + attempt_timeout_ms * interval '1 millisecond'
           WHERE id = :extraction
             AND status::text = 'processing'
             AND epoch = :epoch
             AND session = :session
          """);

  private static final Query FORGET =
      Query.of("DELETE FROM passage WHERE extraction = :extraction");

  private ForgetPassages() {}

  /** False when the claim is no longer its holder's. */
  static boolean of(Connection connection, Claim claim) throws SQLException {
    int held =
        HOLD.with("extraction", claim.extraction())
            .with("epoch", claim.epoch())
            .with("session", claim.session())
            .update(connection);
    if (held == 0) {
      return false;
    }
    MentionDeletion.forget(connection, List.of(claim.extraction()));
    FORGET.with("extraction", claim.extraction()).update(connection);
    return true;
  }
}
