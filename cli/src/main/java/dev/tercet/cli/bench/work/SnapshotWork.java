package dev.tercet.cli.bench.work;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tercet.cli.bench.count.HeldSnapshot;
import dev.tercet.cli.bench.count.Rounded;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;

/** W8: bursts one after another while another session holds a snapshot, beside one before it. */
final class SnapshotWork {
  private final WorkPlace place;
  private final int documents;
  private final Duration held;

  SnapshotWork(WorkPlace place, int documents, Duration held) {
    this.place = place;
    this.documents = documents;
    this.held = held;
  }

  /** Tells each burst as a line; the first is of the time before, and the last of the end. */
  void measure(Consumer<ObjectNode> lines) throws SQLException, InterruptedException {
    var burst = new BurstWork(place, documents);
    // The first one compiles; what is compared is warm.
    burst.measure(Work.W8, 0);
    ObjectNode before = burst.measure(Work.W8, 1);
    lines.accept(before);
    double usual = before.path("perSecond").asDouble();
    try (var snapshot = HeldSnapshot.take(place.stores().places().postgres())) {
      Instant start = place.clock().instant();
      Duration age = Duration.ZERO;
      for (int round = 2; round == 2 || age.compareTo(held) < 0; round++) {
        ObjectNode json = burst.measure(Work.W8, round);
        age = Duration.between(start, place.clock().instant());
        json.put("snapshotSeconds", age.toSeconds());
        json.put("ofUsual", Rounded.hundredths(json.path("perSecond").asDouble() / usual));
        json.put("deadRows", snapshot.deadRows());
        lines.accept(json);
      }
    }
  }
}
