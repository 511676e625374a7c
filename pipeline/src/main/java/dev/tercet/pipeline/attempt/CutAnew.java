package dev.tercet.pipeline.attempt;

import dev.tercet.pipeline.text.Span;
import dev.tercet.saga.AttemptWork;
import dev.tercet.saga.Claim;
import dev.tercet.saga.Stage;
import dev.tercet.saga.port.PassageStore;
import dev.tercet.saga.port.PointStore;
import dev.tercet.saga.port.PointStore.CollectionMissingException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What earlier attempts did by another cut is of no use to this one: its passages would begin and
 * end elsewhere under the same ordinals (docs/protocol.md §4). The rows go first, with a note that
 * keeps until passages of one cut are recorded again, so that a death in between is followed by the
 * same; then the points, those included that no row named yet.
 */
final class CutAnew {
  private static final Logger LOG = LoggerFactory.getLogger(CutAnew.class);
  private static final int PAGE = 1_000;

  private final String name;
  private final PassageStore passages;
  private final PointStore points;

  /**
   * @param name of the cut by which attempts make their passages
   */
  CutAnew(String name, PassageStore passages, PointStore points) {
    this.name = name;
    this.passages = passages;
    this.points = points;
  }

  /** The work as it is for an attempt of these spans; empty when the claim is no longer ours. */
  Optional<AttemptWork> begin(AttemptWork work, List<Span> spans) {
    if (isOf(work, spans)) {
      return Optional.of(work);
    }
    Claim claim = work.claim();
    LOG.info(
        "Its passages are made anew: they are of the cut {}, and now it is {}", work.cut(), name);
    if (!passages.beginAnew(claim)) {
      return Optional.empty();
    }
    removePoints(claim);
    return Optional.of(
        new AttemptWork(
            atTheStart(claim),
            work.project(),
            work.source(),
            work.text(),
            work.textBytes(),
            Set.of(),
            work.cut()));
  }

  /** The spans decide, too: a name can be forgotten when the rules change. */
  private boolean isOf(AttemptWork work, List<Span> spans) {
    if (work.cut() != null && !work.cut().equals(name)) {
      return false;
    }
    Set<AttemptWork.Recorded> mine =
        spans.stream()
            .map(it -> new AttemptWork.Recorded(it.ordinal(), it.start(), it.end()))
            .collect(Collectors.toSet());
    return mine.containsAll(work.recorded());
  }

  private void removePoints(Claim claim) {
    List<UUID> page;
    UUID after = null;
    do {
      try {
        page = points.idsOf(List.of(claim.extraction()), after, PAGE);
      } catch (CollectionMissingException _) {
        return; // where there is no collection, there are no points
      }
      if (!page.isEmpty()) {
        points.remove(page, claim.epoch());
        after = page.getLast();
      }
    } while (page.size() == PAGE);
  }

  private static Claim atTheStart(Claim claim) {
    return new Claim(
        claim.extraction(),
        claim.project(),
        claim.epoch(),
        claim.session(),
        claim.generation(),
        Stage.ACCEPTED,
        claim.queue(),
        claim.attempts(),
        claim.maxAttempts(),
        claim.crashes());
  }
}
