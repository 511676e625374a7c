package dev.tercet.pipeline.attempt;

import dev.tercet.pipeline.LogScope;
import dev.tercet.pipeline.PipelineSettings.Working;
import dev.tercet.pipeline.TextBudget;
import dev.tercet.pipeline.answer.LruCache;
import dev.tercet.pipeline.answer.ProjectSchema;
import dev.tercet.pipeline.provider.ProviderGate;
import dev.tercet.pipeline.text.Cutter;
import dev.tercet.pipeline.text.Span;
import dev.tercet.saga.AttemptWork;
import dev.tercet.saga.Extraction.PassageCount;
import dev.tercet.saga.port.ExtractionStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Makes an attempt of what was claimed: its text, once there is room for it, and its passages. */
final class BeginAttempt {
  private static final int KEPT_SCHEMAS = 256;
  private static final long LEAST_TEXTS = 1L << 20;
  private static final Duration LOOK = Duration.ofMillis(250);

  private final ExtractionStore extractions;
  private final Cutter cutter;
  private final CutAnew cutAnew;
  private final Duration attemptTimeout;
  private final InstantSource clock;
  private final Supplier<TextBudget> budget;
  private final Map<ProviderGate, TextBudget> texts = new ConcurrentHashMap<>();
  private final LruCache<String, ProjectSchema> schemas =
      new LruCache<>(KEPT_SCHEMAS, ProjectSchema::read);

  BeginAttempt(
      ExtractionStore extractions,
      Cutter cutter,
      CutAnew cutAnew,
      Working settings,
      int providers,
      InstantSource clock) {
    this.extractions = extractions;
    this.cutter = cutter;
    this.cutAnew = cutAnew;
    attemptTimeout = settings.attemptTimeout();
    this.clock = clock;
    long bytes = Math.max(LEAST_TEXTS, settings.largeTextBytes() / providers);
    budget = () -> new TextBudget(bytes, 1 + settings.concurrency() / providers / 4);
  }

  /**
   * No room for a text yet; held until the attempt has worked. Each provider has a part of all the
   * room, so that the documents of a slow one do not keep others from theirs.
   */
  TextBudget.Share noRoom(ProviderGate provider) {
    return texts.computeIfAbsent(provider, _ -> budget.get()).nothing();
  }

  /** The attempt; empty when the claim is no longer ours. */
  Optional<Attempt> begin(AttemptWork work, TextBudget.Share room, AttemptHold hold) {
    LogScope.named(work.project().slug());
    var deadlineRenewal = new DeadlineRenewal(extractions, attemptTimeout, clock);
    ProjectSchema schema = schemas.of(work.project().schema());
    return text(work, room, deadlineRenewal)
        .flatMap(text -> {
          List<Span> spans = cutter.stream(text).toList();
          return cutAnew
              .begin(work, spans)
              .map(it -> new Attempt(it, text, schema, spans, deadlineRenewal, hold));
        });
  }

  /** A large text waits until there is room for it, and its deadline with it. */
  private Optional<String> text(
      AttemptWork work, TextBudget.Share room, DeadlineRenewal deadlineRenewal) {
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
              deadlineRenewal.progressed(work.claim(), work.claim().stage(), known);
              return !deadlineRenewal.isLost();
            });
    return given ? extractions.text(work.claim()) : Optional.empty();
  }
}
