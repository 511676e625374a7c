package dev.tercet.pipeline.work;

import dev.tercet.pipeline.LogScope;
import dev.tercet.pipeline.PipelineSettings.Working;
import dev.tercet.pipeline.answer.Kept;
import dev.tercet.pipeline.answer.ProjectSchema;
import dev.tercet.pipeline.text.Cutter;
import dev.tercet.pipeline.text.Span;
import dev.tercet.saga.Saga.PassageCount;
import dev.tercet.saga.SagaStore;
import dev.tercet.saga.Work;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Makes an attempt of what was claimed: its text, once there is room for it, and its passages. */
final class BeginAttempt {
  private static final int KEPT_SCHEMAS = 256;
  private static final Duration LOOK = Duration.ofMillis(250);

  private final SagaStore sagas;
  private final Cutter cutter;
  private final CutAnew cutAnew;
  private final Duration attemptTimeout;
  private final InstantSource clock;
  private final TextBudget texts;
  private final Kept<String, ProjectSchema> schemas = new Kept<>(KEPT_SCHEMAS, ProjectSchema::read);

  BeginAttempt(
      SagaStore sagas, Cutter cutter, CutAnew cutAnew, Working settings, InstantSource clock) {
    this.sagas = sagas;
    this.cutter = cutter;
    this.cutAnew = cutAnew;
    attemptTimeout = settings.attemptTimeout();
    this.clock = clock;
    texts = new TextBudget(settings.largeTextBytes(), 1 + settings.concurrency() / 4);
  }

  /** No room for a text yet; held until the attempt has ended. */
  TextBudget.Share noRoom() {
    return texts.nothing();
  }

  /** The attempt; empty when the claim is no longer ours. */
  Optional<Attempt> begin(Work work, TextBudget.Share room) {
    LogScope.named(work.project().slug());
    var renewal = new Renewal(sagas, attemptTimeout, clock);
    ProjectSchema schema = schemas.of(work.project().schema());
    return text(work, room, renewal)
        .flatMap(text -> {
          List<Span> spans = cutter.stream(text).toList();
          return cutAnew
              .begin(work, spans)
              .map(it -> new Attempt(it, text, schema, spans, renewal));
        });
  }

  /** A large text waits until there is room for it, and its deadline with it. */
  private Optional<String> text(Work work, TextBudget.Share room, Renewal renewal) {
    if (work.text() != null) {
      return Optional.of(work.text());
    }
    int recorded = work.recorded().size();
    var known = new PassageCount(recorded, recorded, recorded);
    boolean given =
        room.await(
            work.textBytes(),
            LOOK,
            () -> {
              renewal.progressed(work.claim(), work.claim().stage(), known);
              return !renewal.isLost();
            });
    return given ? sagas.text(work.claim()) : Optional.empty();
  }
}
