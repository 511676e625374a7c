package dev.tercet.recovery;

import dev.tercet.recovery.Repair.Evict;
import dev.tercet.recovery.Repair.Publish;
import dev.tercet.recovery.Repair.Release;
import dev.tercet.recovery.Repair.Remove;
import dev.tercet.recovery.Repair.Requeue;
import dev.tercet.recovery.Repair.Restore;
import dev.tercet.saga.Drift;
import dev.tercet.saga.Embedder.EmbedderUnavailableException;
import dev.tercet.saga.JobQueue;
import dev.tercet.saga.PointStore.CollectionMissingException;
import dev.tercet.saga.SagaStore;
import dev.tercet.saga.SagaStore.Due;
import dev.tercet.saga.StoreUnavailableException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import java.util.stream.Gatherers;

/**
 * Applies what was found, kind by kind and batch by batch; each repair is guarded and may come too
 * late.
 */
final class RepairRun {
  private static final int BATCH = 256;

  private final SagaStore sagas;
  private final JobQueue queue;
  private final ClaimReleaser claims;
  private final RemovalRunner removals;
  private final PointRestorer restorer;
  private final OrphanRemover evictor;

  /** What applies each kind of repair. */
  record Appliers(
      ClaimReleaser claims,
      RemovalRunner removals,
      PointRestorer restorer,
      OrphanRemover evictor) {}

  RepairRun(SagaStore sagas, JobQueue queue, Appliers appliers) {
    this.sagas = sagas;
    this.queue = queue;
    this.claims = appliers.claims();
    this.removals = appliers.removals();
    this.restorer = appliers.restorer();
    this.evictor = appliers.evictor();
  }

  /**
   * How many of each kind were repaired; what is missing there has failed, and the reasons say why.
   */
  record Applied(Map<Drift, Long> repaired, List<String> reasons) {}

  Applied apply(Findings findings) {
    Map<Drift, Long> repaired = new EnumMap<>(Drift.class);
    List<String> reasons = new ArrayList<>();
    for (Drift drift : Drift.values()) {
      long done =
          switch (drift) {
            case DEAD_CLAIM ->
                each(drift, findings.repairs(drift, Release.class), claims::release, reasons);
            case UNPUBLISHED, LOST_MESSAGE ->
                each(drift, findings.repairs(drift, Publish.class), this::publish, reasons);
            case STRANDED_MESSAGE ->
                each(drift, findings.repairs(drift, Requeue.class), this::requeue, reasons);
            case MISSING_POINT, STALE_POINT ->
                each(drift, findings.repairs(drift, Restore.class), restorer::restore, reasons);
            case ORPHAN_POINT ->
                each(drift, findings.repairs(drift, Evict.class), evictor::remove, reasons);
            case UNFINISHED_REMOVAL ->
                each(drift, findings.repairs(drift, Remove.class), this::remove, reasons);
            case COLLECTION_MISSING ->
                findings.found(drift); // it was created before the points were compared
          };
      repaired.put(drift, done);
    }
    return new Applied(repaired, reasons);
  }

  /** A store that is away or full fails its own kind of repair, and the others go on. */
  private static <R extends Repair> long each(
      Drift drift, List<R> repairs, ToIntFunction<List<R>> apply, List<String> reasons) {
    RepairLog.tell(drift, repairs);
    long done = 0;
    for (List<R> batch : repairs.stream().gather(Gatherers.windowFixed(BATCH)).toList()) {
      try {
        done += apply.applyAsInt(batch);
      } catch (StoreUnavailableException
          | CollectionMissingException
          | PointRestorer.HeldException
          | EmbedderUnavailableException e) {
        reasons.add(String.valueOf(e.getMessage()));
        return done;
      }
    }
    return done;
  }

  private int publish(List<Publish> batch) {
    List<Due> hints = batch.stream().map(it -> new Due(it.hint(), it.queue())).toList();
    sagas.published(queue.publish(hints));
    return batch.size();
  }

  private int requeue(List<Requeue> batch) {
    List<Due> hints = batch.stream().map(it -> new Due(it.hint(), it.stranded().queue())).toList();
    sagas.published(queue.publish(hints));
    queue.settle(batch.stream().map(Requeue::stranded).toList());
    return batch.size();
  }

  private int remove(List<Remove> batch) {
    return removals.remove(batch.stream().map(Remove::extraction).toList());
  }
}
