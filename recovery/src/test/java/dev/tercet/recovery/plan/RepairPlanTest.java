package dev.tercet.recovery.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.recovery.plan.Observation.Holder;
import dev.tercet.recovery.plan.Observation.LeftOver;
import dev.tercet.recovery.plan.Observation.Lost;
import dev.tercet.recovery.plan.Observation.Overdue;
import dev.tercet.recovery.plan.Observation.PointAlone;
import dev.tercet.recovery.plan.Observation.RowAndPoint;
import dev.tercet.recovery.plan.Observation.Unremoved;
import dev.tercet.recovery.plan.Observation.Unsettled;
import dev.tercet.recovery.plan.Repair.Drop;
import dev.tercet.recovery.plan.Repair.Evict;
import dev.tercet.recovery.plan.Repair.Publish;
import dev.tercet.recovery.plan.Repair.Republish;
import dev.tercet.recovery.plan.Repair.Requeue;
import dev.tercet.recovery.plan.Repair.Restore;
import dev.tercet.saga.Drift;
import dev.tercet.saga.Point.Payload;
import dev.tercet.saga.ReleaseCause;
import dev.tercet.saga.Status;
import dev.tercet.saga.id.Fingerprint;
import dev.tercet.saga.port.ExtractionStore.Due;
import dev.tercet.saga.port.LedgerAudit.DeadClaim;
import dev.tercet.saga.port.LedgerAudit.ExtractionStanding;
import dev.tercet.saga.port.LedgerAudit.OrphanRow;
import dev.tercet.saga.port.LedgerAudit.Part;
import dev.tercet.saga.port.LedgerAudit.Place;
import dev.tercet.saga.port.LedgerAudit.PointRow;
import dev.tercet.saga.port.LedgerAudit.QueuedRow;
import dev.tercet.saga.port.LedgerAudit.RemovalState;
import dev.tercet.saga.port.OrphanStore.Orphan;
import dev.tercet.saga.port.PointStore.StoredPoint;
import dev.tercet.saga.port.RemovalStore.Reason;
import dev.tercet.saga.port.RemovalStore.Removal;
import dev.tercet.saga.queue.Delivery;
import dev.tercet.saga.queue.Hint;
import dev.tercet.saga.queue.Position;
import dev.tercet.saga.queue.Publication;
import dev.tercet.saga.queue.QueueName;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RepairPlanTest {
  private static final UUID OWNER = new UUID(0, 1);
  private static final UUID STRANGER = new UUID(0, 2);
  private static final UUID PROJECT = new UUID(1, 1);
  private static final UUID EXTRACTION = new UUID(2, 2);
  private static final UUID POINT = new UUID(3, 3);
  private static final Fingerprint HASH = Fingerprint.of("text");
  private static final Hint HINT = new Hint(EXTRACTION, 7);
  private static final Instant THEN = Instant.EPOCH;

  private final RepairPlan plan = new RepairPlan(OWNER);

  @Test
  void publishesWhatIsOverdue() {
    assertThat(plan.decide(new Overdue(new Due(HINT, QueueName.LOW))))
        .contains(new Finding(Drift.UNPUBLISHED, new Publish(HINT, QueueName.LOW)));
  }

  @Test
  void publishesALostMessageAgainAndLetsGoOfOneThatStands() {
    var row =
        new QueuedRow(
            new Publication(HINT, QueueName.CRITICAL, new Position("anywhere"), "m"), THEN);
    assertThat(plan.decide(new Lost(row, false)))
        .contains(new Finding(Drift.LOST_MESSAGE, new Republish(row, false)));
    assertThat(plan.decide(new Lost(row, true)))
        .contains(new Finding(Drift.LOST_MESSAGE, new Republish(row, true)));
  }

  @Test
  void dropsRowsThatAreLeftOver() {
    var row = new OrphanRow(Part.PASSAGE, new Place(new UUID(0, 0), EXTRACTION), 3);
    assertThat(plan.decide(new LeftOver(row)))
        .contains(new Finding(Drift.ROW_WITHOUT_EXTRACTION, new Drop(row)));
  }

  @ParameterizedTest
  @EnumSource(Status.class)
  void requeuesAStrandedMessageOnlyForARowThatStillWaits(Status status) {
    var delivery = new Delivery(QueueName.DEFAULT, new Position("1-0"), new Hint(EXTRACTION, 3));
    var finding = plan.decide(new Unsettled(delivery, standing(status, RemovalState.NO)));
    if (EnumSet.of(Status.PENDING, Status.QUEUED).contains(status)) {
      assertThat(finding)
          .contains(
              new Finding(Drift.STRANDED_MESSAGE, new Requeue(delivery, new Hint(EXTRACTION, 9))));
    } else {
      assertThat(finding).isEmpty();
    }
  }

  @Test
  void leavesAStrandedMessageWithoutARowToItsTaker() {
    assertThat(
            plan.decide(
                new Unsettled(new Delivery(QueueName.DEFAULT, new Position("1-0"), HINT), null)))
        .isEmpty();
  }

  @Test
  void releasesADeadClaim() {
    var claim = new DeadClaim(PROJECT, EXTRACTION, 7, STRANGER, ReleaseCause.CRASHED);
    assertThat(plan.decide(new Holder(claim)))
        .contains(new Finding(Drift.DEAD_CLAIM, new Repair.Release(claim)));
  }

  @Test
  void restoresTheMissingPointOfALivingRow() {
    PointRow row = row(true, Status.DONE);
    assertThat(plan.decide(new RowAndPoint(row, null, false)))
        .contains(new Finding(Drift.MISSING_POINT, new Restore(row, 9)));
  }

  @Test
  void leavesRowsThatAreNotLivingAloneUnlessTheCollectionIsRefilled() {
    PointRow row = row(false, Status.PROCESSING);
    assertThat(plan.decide(new RowAndPoint(row, null, false))).isEmpty();
    assertThat(plan.decide(new RowAndPoint(row, null, true))).isPresent();
  }

  @ParameterizedTest
  @EnumSource(Status.class)
  void neverRefillsTheCollectionWithPointsThatMustGo(Status status) {
    boolean mustGo =
        EnumSet.of(Status.CANCELLED, Status.SUPERSEDED, Status.DELETING).contains(status);
    assertThat(plan.decide(new RowAndPoint(row(false, status), null, true)).isPresent())
        .isEqualTo(!mustGo);
  }

  @Test
  void agreesWithAPointThatSaysWhatItsRowSaysWhateverItsEpoch() {
    PointRow row = row(true, Status.DONE);
    assertThat(plan.decide(new RowAndPoint(row, point(OWNER, payload(1, HASH, 3)), false)))
        .isEmpty();
    assertThat(plan.decide(new RowAndPoint(row, point(OWNER, payload(1, HASH, 300)), false)))
        .isEmpty();
  }

  @Test
  void overwritesAStalePointAtAnEpochThatIsNotFencedOut() {
    PointRow row = row(true, Status.DONE);
    assertThat(plan.decide(new RowAndPoint(row, point(OWNER, payload(2, HASH, 300)), false)))
        .contains(new Finding(Drift.STALE_POINT, new Restore(row, 300)));
    assertThat(
            plan.decide(
                new RowAndPoint(row, point(OWNER, payload(1, Fingerprint.of("other"), 3)), false)))
        .contains(new Finding(Drift.STALE_POINT, new Restore(row, 9)));
    assertThat(plan.decide(new RowAndPoint(row, point(STRANGER, payload(1, HASH, 3)), false)))
        .contains(new Finding(Drift.STALE_POINT, new Restore(row, 9)));
    assertThat(plan.decide(new RowAndPoint(row, new StoredPoint(POINT, OWNER, null), false)))
        .contains(new Finding(Drift.STALE_POINT, new Restore(row, 9)));
  }

  @Test
  void evictsAPointWhoseExtractionHasNoRow() {
    assertThat(plan.decide(new PointAlone(point(OWNER, payload(1, HASH, 5)), null, false)))
        .contains(new Finding(Drift.ORPHAN_POINT, new Evict(new Orphan(POINT, EXTRACTION, 5))));
  }

  @ParameterizedTest
  @EnumSource(Status.class)
  void evictsAPointOfAnExtractionThatEndedAndHasNoRemovalRow(Status status) {
    var ended = Set.of(Status.DELETING, Status.SUPERSEDED, Status.CANCELLED);
    StoredPoint point = point(OWNER, payload(1, HASH, 5));
    assertThat(
            plan.decide(new PointAlone(point, standing(status, RemovalState.NO), true)).isPresent())
        .isEqualTo(ended.contains(status));
    assertThat(plan.decide(new PointAlone(point, standing(status, RemovalState.OPEN), true)))
        .isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Status.class)
  void removesAgainWhatWasWrittenAfterThePointsWereConfirmedAbsent(Status status) {
    var ended = Set.of(Status.DELETING, Status.SUPERSEDED, Status.CANCELLED);
    StoredPoint point = point(OWNER, payload(1, HASH, 5));
    assertThat(plan.decide(new PointAlone(point, standing(status, RemovalState.CONFIRMED), true)))
        .isEqualTo(
            ended.contains(status)
                ? Optional.of(new Finding(Drift.UNFINISHED_REMOVAL, new Repair.Remove(EXTRACTION)))
                : Optional.empty());
  }

  @ParameterizedTest
  @EnumSource(Status.class)
  void evictsAPointThatNoRowOfAnEndedExtractionNames(Status status) {
    StoredPoint point = point(OWNER, payload(1, HASH, 5));
    assertThat(
            plan.decide(new PointAlone(point, standing(status, RemovalState.NO), false))
                .isPresent())
        .isEqualTo(!status.isInFlight());
  }

  @Test
  void leavesAPointOfADamagedPayloadToTheRowThatNamesIt() {
    assertThat(plan.decide(new PointAlone(new StoredPoint(POINT, OWNER, null), null, true)))
        .isEmpty();
  }

  @Test
  void neverTouchesAForeignPoint() {
    assertThat(plan.decide(new PointAlone(point(STRANGER, payload(1, HASH, 5)), null, false)))
        .isEmpty();
    assertThat(plan.decide(new PointAlone(new StoredPoint(POINT, null, null), null, false)))
        .isEmpty();
  }

  @Test
  void evictsAPointOfOursWhosePayloadIsDamagedWhateverItsEpoch() {
    assertThat(plan.decide(new PointAlone(new StoredPoint(POINT, OWNER, null), null, false)))
        .contains(
            new Finding(
                Drift.ORPHAN_POINT, new Evict(new Orphan(POINT, new UUID(0, 0), Long.MAX_VALUE))));
  }

  @Test
  void goesOnWithAnUnfinishedRemoval() {
    var removal = new Removal(EXTRACTION, PROJECT, Reason.CANCELLED, THEN, null);
    assertThat(plan.decide(new Unremoved(removal)))
        .contains(new Finding(Drift.UNFINISHED_REMOVAL, new Repair.Remove(EXTRACTION)));
  }

  private static ExtractionStanding standing(Status status, RemovalState removalState) {
    return new ExtractionStanding(EXTRACTION, PROJECT, status, 9, removalState);
  }

  private static PointRow row(boolean living, Status status) {
    return new PointRow(POINT, PROJECT, EXTRACTION, 4, 1, HASH, "hash", living, status, 9);
  }

  private static StoredPoint point(UUID owner, Payload payload) {
    return new StoredPoint(POINT, owner, payload);
  }

  private static Payload payload(long generation, Fingerprint hash, long epoch) {
    return new Payload(PROJECT, EXTRACTION, 4, generation, epoch, hash, "hash");
  }
}
