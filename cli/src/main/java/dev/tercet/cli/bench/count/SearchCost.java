package dev.tercet.cli.bench.count;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;

/**
 * What it took so far to make extractions findable by their words.
 *
 * @param extractions that were taken into the index
 * @param seconds of all passes together
 */
public record SearchCost(double extractions, double seconds) {
  private static final double MILLIS = 1_000;

  /** Reads the service's own counts. */
  public static SearchCost read(MeterRegistry meters) {
    Counter filled = meters.find("tercet.search.filled").counter();
    Timer time = meters.find("tercet.search.fill").timer();
    return new SearchCost(
        filled == null ? 0 : filled.count(), time == null ? 0 : time.totalTime(TimeUnit.SECONDS));
  }

  /** What was added since, as JSON. */
  public ObjectNode since(SearchCost before) {
    double more = extractions - before.extractions;
    double longer = seconds - before.seconds;
    return JsonNodeFactory.instance
        .objectNode()
        .put("extractions", Math.round(more))
        .put("seconds", Rounded.hundredths(longer))
        .put("millisPerExtraction", more == 0 ? 0 : Rounded.hundredths(longer * MILLIS / more));
  }
}
