package dev.tercet.storage.postgres.bulk;

import dev.tercet.saga.port.BulkStore;
import dev.tercet.storage.postgres.bulk.BulkWalk.Place;
import dev.tercet.storage.postgres.bulk.BulkWalk.Seen;
import dev.tercet.storage.postgres.jdbc.IdOrder;
import dev.tercet.storage.postgres.operation.StatusChanges;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * One page of a run: its row is held, a stretch is looked at, what matches is changed, and the row
 * moves on. All of it is one transaction, so that a page that died has done nothing.
 */
final class BulkPage {
  private BulkPage() {}

  /** What became of those that matched. */
  record Outcome(int done, int refused) {}

  /**
   * Makes it; false when no run is due.
   *
   * @param held is told which run it is, before anything of the page can fail
   */
  static boolean make(Connection connection, StatusChanges changes, Consumer<UUID> held)
      throws SQLException {
    Optional<DueRun> due = BulkRows.hold(connection);
    if (due.isEmpty()) {
      return false;
    }
    DueRun run = due.get();
    held.accept(run.id());
    var walk = new BulkWalk(run.action(), run.filter(), run.begun());
    List<Seen> seen = run.living() ? walk.page(connection, run.from()) : List.of();
    int most = Math.min(run.rate(), BulkStore.PAGE);
    List<UUID> taken = new ArrayList<>();
    Place to = run.from();
    int looked = 0;
    while (looked < seen.size() && taken.size() < most) {
      Seen next = seen.get(looked++);
      to = next.place();
      if (next.matches()) {
        taken.add(to.id());
      }
    }
    int done = BulkActs.act(connection, run, IdOrder.sorted(taken, it -> it), changes);
    boolean ended = looked == seen.size() && seen.size() < walk.look();
    BulkRows.move(connection, run.id(), to, new Outcome(done, taken.size() - done), ended);
    return true;
  }
}
