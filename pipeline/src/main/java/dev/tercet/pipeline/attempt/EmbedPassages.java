package dev.tercet.pipeline.attempt;

import dev.tercet.pipeline.AttemptFailure;
import dev.tercet.saga.Claim;
import dev.tercet.saga.Extraction.PassageCount;
import dev.tercet.saga.MadeWith;
import dev.tercet.saga.Passage;
import dev.tercet.saga.Point;
import dev.tercet.saga.id.EmbeddingId;
import dev.tercet.saga.id.Fingerprint;
import dev.tercet.saga.port.Embedder;
import dev.tercet.saga.port.Embedder.Embedded;
import dev.tercet.saga.port.Embedder.EmbedderRefusedException;
import dev.tercet.saga.port.Embedder.Purpose;
import dev.tercet.saga.port.PassageStore;
import dev.tercet.saga.port.PointStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * The second step: passages become searchable. Their points are confirmed first, and recorded only
 * then (S4).
 */
final class EmbedPassages {
  private final Embedder embedder;
  private final PointStore points;
  private final PassageStore passages;

  EmbedPassages(Embedder embedder, PointStore points, PassageStore passages) {
    this.embedder = embedder;
    this.points = points;
    this.passages = passages;
  }

  /** Embeds, writes and records; false when the claim is no longer ours. */
  boolean embed(Attempt attempt, List<AnsweredPassage> answered) {
    if (answered.isEmpty()) {
      return true;
    }
    List<Passage> batch = place(attempt, answered);
    if (batch.isEmpty()) {
      return true;
    }
    int total = attempt.count().total();
    int extracted = attempt.count().extracted();
    int inPlace = attempt.count().embedded() + batch.size();
    boolean ours =
        passages.record(
            attempt.claim(),
            madeWith(answered, batch),
            batch,
            attempt.stageAfter(batch.size()),
            new PassageCount(total, extracted, inPlace));
    if (ours) {
      attempt.recorded(batch.size(), MentionedEntities.of(batch, attempt.schema().entities()));
    }
    return ours;
  }

  private static Set<MadeWith> madeWith(List<AnsweredPassage> answered, List<Passage> placed) {
    Set<Integer> ordinals = placed.stream().map(Passage::ordinal).collect(Collectors.toSet());
    return answered.stream()
        .filter(it -> ordinals.contains(it.span().ordinal()))
        .map(AnsweredPassage::madeWith)
        .collect(Collectors.toSet());
  }

  /**
   * Embeds, and writes the points; returns the passages that are to be recorded. What the embedder
   * refuses for good is left out, or ends the attempt.
   */
  List<Passage> place(Attempt attempt, List<AnsweredPassage> answered) {
    List<Embedded> embedded =
        embedder.embed(answered.stream().map(AnsweredPassage::text).toList(), Purpose.PASSAGE);
    if (embedded.size() != answered.size()) {
      throw new IllegalStateException(
          "the embedder gave %d vectors for %d texts".formatted(embedded.size(), answered.size()));
    }
    var batch = new ArrayList<Passage>(answered.size());
    var written = new ArrayList<Point>(answered.size());
    for (int i = 0; i < answered.size(); i++) {
      Passage passage = passage(attempt.claim(), answered.get(i));
      switch (embedded.get(i)) {
        case Embedded.Vector(var numbers) -> {
          batch.add(passage);
          written.add(point(attempt.claim(), passage, numbers));
        }
        case Embedded.Refused it -> refused(attempt, answered.get(i), it);
      }
    }
    if (!written.isEmpty()) {
      attempt.writing(written.stream().map(Point::id).toList());
      points.upsert(written);
    }
    return batch;
  }

  private static void refused(Attempt attempt, AnsweredPassage answered, Embedded.Refused refused) {
    String why =
        "passage %d has no vector: %s".formatted(answered.span().ordinal(), refused.reason());
    var thrown = new EmbedderRefusedException(new Embedded.Refused(why, refused.forGood()));
    AttemptFailure failure = ClassifyFailure.of(thrown, attempt.passed());
    if (!attempt.leftOut().leaveOut(answered.span(), answered.text(), failure)) {
      throw thrown;
    }
  }

  private Passage passage(Claim claim, AnsweredPassage answered) {
    Fingerprint hash = Fingerprint.of(answered.text());
    int ordinal = answered.span().ordinal();
    UUID id = EmbeddingId.of(claim.extraction(), ordinal, hash, embedder.model());
    return new Passage(
        claim.extraction(),
        ordinal,
        answered.span().start(),
        answered.span().end(),
        answered.text(),
        hash,
        id,
        embedder.model(),
        answered.facts());
  }

  private static Point point(Claim claim, Passage passage, float[] vector) {
    var payload =
        new Point.Payload(
            claim.project(),
            claim.extraction(),
            passage.ordinal(),
            claim.generation(),
            claim.epoch(),
            passage.contentHash(),
            passage.model());
    return new Point(Objects.requireNonNull(passage.embeddingId()), vector, payload);
  }
}
