package dev.tercet.storage.postgres.bulk;

import dev.tercet.saga.Document;
import dev.tercet.saga.bulk.BulkAction;
import dev.tercet.saga.bulk.BulkFilter;
import dev.tercet.saga.port.BulkStore;
import dev.tercet.storage.postgres.bulk.BulkWalk.Place;
import dev.tercet.storage.postgres.bulk.BulkWalk.Seen;
import dev.tercet.storage.postgres.jdbc.IdOrder;
import dev.tercet.storage.postgres.operation.StatusChanges;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One page of a run: its row is held, a stretch is looked at, what matches is changed, and the row
 * moves on. All of it is one transaction, so that a page that died has done nothing.
 */
final class BulkPage {
  /** Pages that are looked at to find the first documents. */
  private static final int FIRST = 20;

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
    var room =
        new TextRoom(
            run.action() == BulkAction.AGAIN
                ? sizes(connection, run.filter().project(), seen)
                : Map.of());
    List<UUID> taken = new ArrayList<>();
    Place to = run.from();
    int looked = 0;
    while (looked < seen.size() && taken.size() < most) {
      Seen next = seen.get(looked);
      if (next.matches() && !room.has(next.place().id())) {
        break;
      }
      looked++;
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

  /** The documents of the first that match, of the stretches of {@value #FIRST} pages. */
  static List<Document> first(Connection connection, BulkAction action, BulkFilter filter, int most)
      throws SQLException {
    UUID project = filter.project();
    if (project == null) {
      throw new IllegalArgumentException("documents are those of one project");
    }
    var walk = new BulkWalk(action, filter, null);
    List<UUID> found = new ArrayList<>();
    Place from = new Place(Instant.EPOCH, new UUID(0, 0));
    for (int page = 0; page < FIRST && found.size() < most; page++) {
      List<Seen> seen = walk.page(connection, from);
      seen.stream()
          .filter(Seen::matches)
          .map(it -> it.place().id())
          .limit(most - (long) found.size())
          .forEach(found::add);
      if (seen.size() < walk.look()) {
        break;
      }
      from = seen.getLast().place();
    }
    return found.isEmpty() ? List.of() : MakeAgain.documents(connection, project, found);
  }

  private static Map<UUID, Integer> sizes(
      Connection connection, @Nullable UUID project, List<Seen> seen) throws SQLException {
    List<UUID> matching = seen.stream().filter(Seen::matches).map(it -> it.place().id()).toList();
    return project == null || matching.isEmpty()
        ? Map.of()
        : MakeAgain.sizes(connection, project, matching);
  }

  /** Room for texts: for the first one always, and for others up to the bound. */
  private static final class TextRoom {
    private final Map<UUID, Integer> sizes;
    private long bytes;

    TextRoom(Map<UUID, Integer> sizes) {
      this.sizes = sizes;
    }

    boolean has(UUID extraction) {
      int more = sizes.getOrDefault(extraction, 0);
      if (bytes > 0 && bytes + more > BulkStore.MOST_BYTES) {
        return false;
      }
      bytes += more;
      return true;
    }
  }
}
