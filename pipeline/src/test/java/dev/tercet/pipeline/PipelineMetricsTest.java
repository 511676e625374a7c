package dev.tercet.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.saga.Extraction;
import dev.tercet.testkit.SettableClock;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PipelineMetricsTest {
  @Test
  void everyNameIsThereFromTheStart() {
    var registry = new SimpleMeterRegistry();
    var metrics = new PipelineMetrics(registry, new SettableClock());
    metrics.watchConcurrencyLimit(() -> 8);
    assertThat(registry.getMeters())
        .extracting(Meter::getId)
        .extracting(Meter.Id::getName)
        .contains(
            "tercet.stage.duration",
            "tercet.extraction.duration",
            "tercet.queue.latency",
            "tercet.llm.calls",
            "tercet.llm.tokens",
            "tercet.llm.answers.repaired",
            "tercet.llm.facts.dropped",
            "tercet.llm.concurrency.limit",
            "tercet.retries",
            "tercet.extractions");
    assertThat(registry.get("tercet.llm.concurrency.limit").gauge().value()).isEqualTo(8);
  }

  @Test
  void aDocumentsWayIsCountedAndTimed() {
    var scene = new Scene();
    Extraction accepted = scene.accept("a.txt", "Ada wrote it.");
    scene.clock.advance(Duration.ofSeconds(3));
    scene.work(scene.worker());

    assertThat(scene.registry.get("tercet.extractions").tag("status", "done").counter().count())
        .isEqualTo(1);
    assertThat(scene.registry.get("tercet.llm.calls").tag("outcome", "valid").counter().count())
        .isEqualTo(1);
    assertThat(scene.registry.get("tercet.llm.tokens").tag("direction", "input").counter().count())
        .isEqualTo(10);
    assertThat(scene.registry.get("tercet.extraction.duration").timer().totalTime(TimeUnit.SECONDS))
        .isBetween(2.9, 3.1);
    assertThat(scene.registry.get("tercet.queue.latency").timer().count()).isPositive();
    assertThat(accepted.id().version()).isEqualTo(7);
  }
}
