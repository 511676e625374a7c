package dev.tercet.pipeline.attempt;

import dev.tercet.pipeline.model.AskedModel;
import dev.tercet.pipeline.provider.batch.BatchOffer;
import dev.tercet.pipeline.provider.batch.LaneOption;
import dev.tercet.saga.SavedAnswer;
import dev.tercet.saga.batch.BatchStore;
import dev.tercet.saga.batch.BatchStore.Asked;
import dev.tercet.saga.batch.BatchStore.Placed;
import dev.tercet.saga.id.Fingerprint;
import dev.tercet.saga.port.AnswerStore;
import dev.tercet.saga.port.AnswerStore.Use;
import dev.tercet.saga.port.Extractor;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Lets questions wait for a batch where the project wants that, its provider has batches and the
 * document's time for it lasts (docs/protocol.md §16).
 */
final class PlaceInBatch {
  private final AnswerStore answers;
  private final BatchStore batches;
  private final AskedModel model;

  PlaceInBatch(AnswerStore answers, BatchStore batches, AskedModel model) {
    this.answers = answers;
    this.batches = batches;
    this.model = model;
  }

  /** What stored answers and batches say of these; what is not there is to be asked now. */
  Map<Fingerprint, AskOutcome> of(Attempt attempt, Collection<Question> questions) {
    BatchOffer offer = model.batches();
    if (offer == null || questions.isEmpty()) {
      return Map.of();
    }
    Optional<Duration> within = LaneOption.batchWithin(attempt.work().project().options());
    if (within.isEmpty()) {
      return Map.of();
    }
    var reached = new HashMap<Fingerprint, AskOutcome>();
    Map<Fingerprint, SavedAnswer> stored =
        answers.find(
            attempt.claim().project(),
            attempt.claim().extraction(),
            questions.stream().map(Question::fingerprint).collect(Collectors.toSet()),
            Use.AWAITED);
    stored.forEach((name, answer) -> reached.put(name, new AskOutcome.Found(answer)));
    List<Asked> open =
        questions.stream()
            .filter(it -> !stored.containsKey(it.fingerprint()))
            .map(it -> new Asked(it.fingerprint(), it.ordinal(), it.passage()))
            .toList();
    if (open.isEmpty()) {
      return reached;
    }
    Extractor extractor = model.extractor();
    Placed placed =
        batches.place(
            new BatchStore.Asker(
                attempt.claim(),
                extractor.provider(),
                extractor.model(),
                attempt.work().project().schema(),
                offer.interval(),
                within.get()),
            open);
    AskOutcome waits = new AskOutcome.Missed(NotAsked.inBatch(extractor.provider(), placed.rest()));
    placed.waiting().forEach(it -> reached.put(it, waits));
    return reached;
  }
}
