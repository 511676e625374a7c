package dev.tercet.pipeline.attempt;

import dev.tercet.saga.Claim;
import dev.tercet.saga.Extraction.PassageCount;
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
import java.util.UUID;

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
    int total = attempt.count().total();
    int extracted = attempt.count().extracted();
    int inPlace = attempt.count().embedded() + batch.size();
    boolean ours =
        passages.record(
            attempt.claim(),
            batch,
            attempt.stageAfter(batch.size()),
            new PassageCount(total, extracted, inPlace));
    if (ours) {
      attempt.recorded(batch.size(), MentionedEntities.of(batch, attempt.schema().entities()));
    }
    return ours;
  }

  /** Embeds, and writes the points; returns the passages that are to be recorded. */
  List<Passage> place(Attempt attempt, List<AnsweredPassage> answered) {
    List<Passage> batch = answered.stream().map(it -> passage(attempt.claim(), it)).toList();
    List<Embedded> embedded =
        embedder.embed(batch.stream().map(Passage::text).toList(), Purpose.PASSAGE);
    List<Point> written = points(attempt.claim(), batch, embedded);
    attempt.writing(written.stream().map(Point::id).toList());
    points.upsert(written);
    return batch;
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

  private static List<Point> points(Claim claim, List<Passage> batch, List<Embedded> embedded) {
    if (embedded.size() != batch.size()) {
      throw new IllegalStateException(
          "the embedder gave " + embedded.size() + " vectors for " + batch.size() + " texts");
    }
    var points = new ArrayList<Point>(batch.size());
    for (int i = 0; i < batch.size(); i++) {
      Passage passage = batch.get(i);
      var payload =
          new Point.Payload(
              claim.project(),
              claim.extraction(),
              passage.ordinal(),
              claim.generation(),
              claim.epoch(),
              passage.contentHash(),
              passage.model());
      UUID id = Objects.requireNonNull(passage.embeddingId());
      points.add(new Point(id, vector(passage, embedded.get(i)), payload));
    }
    return points;
  }

  /** A document is found whole or not at all. */
  private static float[] vector(Passage passage, Embedded embedded) {
    return switch (embedded) {
      case Embedded.Vector(var numbers) -> numbers;
      case Embedded.Refused(var reason, var forGood) ->
          throw new EmbedderRefusedException(
              new Embedded.Refused(
                  "passage %d has no vector: %s".formatted(passage.ordinal(), reason), forGood));
    };
  }
}
