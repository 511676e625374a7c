package dev.tercet.cli.bench.work;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tercet.cli.bench.ceiling.Ceiling;
import dev.tercet.cli.bench.count.CostReading;
import dev.tercet.cli.bench.count.Rounded;
import dev.tercet.cli.bench.load.Letters;
import java.sql.SQLException;
import java.time.Duration;

/** The yardstick beside W1: the same documents, stores and session, without a ledger. */
final class CeilingWork {
  private static final double MILLIS = 1_000;

  private final WorkPlace place;
  private final int documents;

  CeilingWork(WorkPlace place, int documents) {
    this.place = place;
    this.documents = documents;
  }

  /**
   * One round.
   *
   * @param perSecond what W1 came to in its round of that number
   */
  ObjectNode measure(int round, double perSecond) throws SQLException, InterruptedException {
    place.progress().plain("round %d of the yardstick …".formatted(round));
    CostReading before = place.meter().read();
    Duration took =
        new Ceiling(place.stores().places().postgres(), place.stores()::qdrant, Letters::text)
            .measure(documents);
    CostReading after = place.meter().read();
    double seconds = took.toMillis() / MILLIS;
    ObjectNode json = place.line(Work.W1).put("ceiling", true).put("round", round);
    json.remove("concurrency");
    json.put("documents", documents).put("seconds", seconds);
    json.put("perSecond", Rounded.hundredths(documents / seconds));
    json.put("ratio", Rounded.hundredths(perSecond / (documents / seconds)));
    after.putBeside(before, documents, json);
    return json;
  }
}
