package dev.tercet.pipeline.attempt;

import dev.tercet.pipeline.PipelineMetrics;
import dev.tercet.pipeline.PipelineSettings;
import dev.tercet.pipeline.PipelineSettings.Working;
import dev.tercet.pipeline.PipelineStores;
import dev.tercet.pipeline.TakePause;
import dev.tercet.pipeline.model.AskedModels;
import dev.tercet.pipeline.provider.ProviderGate;
import dev.tercet.pipeline.text.Cutter;
import dev.tercet.saga.port.AnswerStore.Use;
import dev.tercet.saga.port.Embedder;
import dev.tercet.saga.port.Extractor;
import java.time.InstantSource;
import java.util.concurrent.ThreadFactory;
import java.util.random.RandomGenerator;

/**
 * Everything that an attempt needs, put together once per worker.
 *
 * @param models who finds the facts, and the ways there
 * @param embedder who makes the vectors
 * @param random draws the jitter of delays
 * @param threads runs the attempts, one thread each
 */
public record AttemptFactory(
    AskedModels models, Embedder embedder, RandomGenerator random, ThreadFactory threads) {
  /** With a virtual thread for each attempt. */
  public AttemptFactory(AskedModels models, Embedder embedder, RandomGenerator random) {
    this(models, embedder, random, Thread.ofVirtual().factory());
  }

  /** With one model. */
  public AttemptFactory(
      Extractor extractor, ProviderGate gate, Embedder embedder, RandomGenerator random) {
    this(AskedModels.only(extractor, gate), embedder, random);
  }

  /**
   * The runner of attempts on these stores: begin, then extract, embed, link, complete, then end.
   */
  public RunAttempt onto(
      PipelineStores stores,
      PipelineSettings settings,
      PipelineMetrics metrics,
      InstantSource clock,
      TakePause takePause) {
    Working working = settings.working();
    var cutter = new Cutter(settings.passages().maxCharacters());
    var begin =
        new BeginAttempt(
            stores.extractions(),
            cutter,
            new CutAnew(cutter.name(), stores.passages(), stores.points()),
            working,
            models.gates().size(),
            clock);

    var embedPassages = new EmbedPassages(embedder, stores.points(), stores.passages());
    var steps = new ModelSteps(models, it -> steps(it, embedPassages, stores, settings, metrics));

    var end =
        new EndAttempt(
            stores.extractions(),
            settings.retrying(),
            metrics,
            takePause,
            random,
            models.isOneProvider());
    var removeLatePoints = new RemoveLatePoints(stores.extractions(), stores.points());
    return new RunAttempt(begin, steps, end, removeLatePoints, metrics);
  }

  private static ProcessExtraction steps(
      ModelSteps.Asked asked,
      EmbedPassages embedPassages,
      PipelineStores stores,
      PipelineSettings settings,
      PipelineMetrics metrics) {
    Extractor extractor = asked.model().extractor();
    Extractor beside = asked.beside() == null ? null : asked.beside().extractor();
    ProviderGate gate = asked.model().gate();
    var askModel = new AskModel(extractor, gate, stores.answers(), metrics, settings.working());
    Use use = extractor.isLocal() ? Use.FOUND : Use.AWAITED;
    var answers =
        new ObtainAnswers(
            stores.answers(),
            new ObtainAnswers.Ways(
                askModel,
                new AskInHalves(extractor, askModel),
                new PlaceInBatch(stores.answers(), stores.batches(), asked.model())),
            use,
            gate::concurrencyLimit);
    var extractPassages = new ExtractPassages(extractor, beside, answers, stores.extractions());
    int window = settings.passages().window();
    return new ProcessExtraction(
        new CloseAtOnce(
            extractPassages, askModel, embedPassages, stores.closings(), window, metrics),
        extractPassages,
        embedPassages,
        new LinkEntities(stores.entities(), stores.passages()),
        stores.extractions(),
        window,
        metrics);
  }
}
