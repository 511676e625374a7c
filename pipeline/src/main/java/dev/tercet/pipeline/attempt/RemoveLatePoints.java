package dev.tercet.pipeline.attempt;

import dev.tercet.saga.Claim;
import dev.tercet.saga.Status;
import dev.tercet.saga.port.ExtractionStore;
import dev.tercet.saga.port.ExtractionStore.Standing;
import dev.tercet.saga.port.PointStore;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The second look of whoever wrote points and then found the claim to be somebody else's: points
 * whose extraction is gone or on its way out are deleted again (S11). Nothing else ever is, since
 * the next attempt uses them.
 */
final class RemoveLatePoints {
  private static final Logger LOG = LoggerFactory.getLogger(RemoveLatePoints.class);

  private final ExtractionStore extractions;
  private final PointStore points;

  RemoveLatePoints(ExtractionStore extractions, PointStore points) {
    this.extractions = extractions;
    this.points = points;
  }

  void of(Claim claim, List<UUID> written) {
    if (written.isEmpty() || !isOnItsWayOut(claim)) {
      return;
    }
    points.remove(written, claim.epoch());
    LOG.info("Removed {} points, since the extraction is gone", written.size());
  }

  private boolean isOnItsWayOut(Claim claim) {
    return extractions.standing(List.of(claim.extraction())).stream()
        .findFirst()
        .map(Standing::status)
        .map(Status::losesPoints)
        .orElse(true);
  }
}
