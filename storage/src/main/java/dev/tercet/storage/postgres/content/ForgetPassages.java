package dev.tercet.storage.postgres.content;

import dev.tercet.saga.Claim;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/** Forgets the passages of a claimed extraction (docs/protocol.md §4, the cut has a name). */
final class ForgetPassages {
  /** Holds the row until the commit, so that nobody records meanwhile. */
  static final String HOLD =
      """
      UPDATE extraction
         SET stage = 'accepted', passages = 0, passages_extracted = 0, passages_embedded = 0,
             cut = '',
             deadline = clock_timestamp() + attempt_timeout_ms * interval '1 millisecond'
       WHERE id = ?
         AND status::text = 'processing'
         AND epoch = ?
         AND session = ?
      """;

  private static final String FORGET = "DELETE FROM passage WHERE extraction = ?";

  private ForgetPassages() {}

  /** False when the claim is no longer its holder's. */
  static boolean of(Connection connection, Claim claim) throws SQLException {
    try (PreparedStatement hold = connection.prepareStatement(HOLD);
        PreparedStatement forget = connection.prepareStatement(FORGET)) {
      hold.setObject(1, claim.extraction());
      hold.setLong(2, claim.epoch());
      hold.setObject(3, claim.session());
      if (hold.executeUpdate() == 0) {
        return false;
      }
      MentionDeletion.forget(connection, List.of(claim.extraction()));
      forget.setObject(1, claim.extraction());
      forget.executeUpdate();
      return true;
    }
  }
}
