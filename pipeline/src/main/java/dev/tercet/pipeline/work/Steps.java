package dev.tercet.pipeline.work;

import dev.tercet.pipeline.KeepTrying;
import dev.tercet.pipeline.PipelineMetrics;
import dev.tercet.pipeline.PipelineSettings;
import dev.tercet.pipeline.PipelineStores;
import dev.tercet.pipeline.Rest;
import dev.tercet.pipeline.provider.ProviderGate;
import dev.tercet.pipeline.text.Cutter;
import dev.tercet.saga.AnswerStore.Use;
import dev.tercet.saga.Embedder;
import dev.tercet.saga.Extractor;
import java.time.InstantSource;
import java.util.concurrent.ThreadFactory;
import java.util.random.RandomGenerator;

/**
 * Everything that an attempt needs, put together once per worker.
 *
 * @param extractor who finds the facts
 * @param gate the way to that provider
 * @param embedder who makes the vectors
 * @param random draws the jitter of delays
 * @param threads runs the attempts, one thread each
 */
public record Steps(
    Extractor extractor,
    ProviderGate gate,
    Embedder embedder,
    RandomGenerator random,
    ThreadFactory threads) {
  /** So many waits for a message are an answer of another process waited for. */
  private static final int PATIENCE = 3;

  /** With a virtual thread for each attempt. */
  public Steps(Extractor extractor, ProviderGate gate, Embedder embedder, RandomGenerator random) {
    this(extractor, gate, embedder, random, Thread.ofVirtual().factory());
  }

  /** The runner of attempts on these stores. */
  public RunAttempt onto(
      PipelineStores stores,
      PipelineSettings settings,
      PipelineMetrics metrics,
      InstantSource clock,
      Rest rest) {
    KeepTrying keepTrying = KeepTrying.forSeconds();
    var cutter = new Cutter(settings.passages().maxCharacters());
    var working = settings.working();
    var askModel =
        new AskModel(
            extractor,
            gate,
            stores.answers(),
            keepTrying,
            metrics,
            new AskModel.Holding(
                working.attemptTimeout(), working.takeWait().multipliedBy(PATIENCE)));
    Use use = extractor.isLocal() ? Use.FOUND : Use.AWAITED;
    var process =
        new ProcessExtraction(
            new ExtractPassages(
                extractor,
                new ObtainAnswers(stores.answers(), askModel, use, gate::concurrencyLimit)),
            new EmbedPassages(embedder, stores.points(), stores.passages()),
            new LinkEntities(stores.entities(), stores.passages()),
            stores.sagas(),
            settings.passages().window(),
            metrics);
    return new RunAttempt(
        process,
        new EndAttempt(
            stores.sagas(),
            settings.retrying(),
            metrics,
            rest,
            new EndAttempt.Retries(keepTrying, random)),
        new RemoveLatePoints(stores.sagas(), stores.points()),
        stores.sagas(),
        new RunAttempt.AttemptSettings(
            cutter,
            new CutAnew(cutter.name(), stores.passages(), stores.points()),
            settings.working().attemptTimeout(),
            new TextBudget(
                settings.working().largeTextBytes(), 1 + settings.working().concurrency() / 4),
            clock,
            metrics,
            rest));
  }
}
