package dev.tercet.recovery.repair;

import dev.tercet.recovery.plan.Findings;
import dev.tercet.recovery.plan.Repair;
import dev.tercet.recovery.plan.Repair.Drop;
import dev.tercet.recovery.plan.Repair.Evict;
import dev.tercet.recovery.plan.Repair.Publish;
import dev.tercet.recovery.plan.Repair.Release;
import dev.tercet.recovery.plan.Repair.Remove;
import dev.tercet.recovery.plan.Repair.Republish;
import dev.tercet.recovery.plan.Repair.Requeue;
import dev.tercet.recovery.plan.Repair.Restore;
import dev.tercet.saga.Drift;
import dev.tercet.saga.port.Embedder.EmbedderUnavailableException;
import dev.tercet.saga.port.ExtractionStore;
import dev.tercet.saga.port.ExtractionStore.Due;
import dev.tercet.saga.port.ExtractionStore.Replacement;
import dev.tercet.saga.port.ExtractionStore.Taker;
import dev.tercet.saga.port.JobQueue;
import dev.tercet.saga.port.PointStore.CollectionMissingException;
import dev.tercet.saga.port.StoreUnavailableException;
import dev.tercet.saga.queue.Delivery;
import dev.tercet.saga.queue.Publication;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.ToIntFunction;
import java.util.stream.Gatherers;

/**
 * Applies what was found, kind by kind and batch by batch; each repair is guarded and may come too
 * late.
 */
public final class RepairRun {
  private static final int BATCH = 256;
  private static final int ABANDONED = 1_000;
  private static final Duration HOLD = Duration.ofSeconds(5);

  private final Taker taker = new Taker(UUID.randomUUID(), HOLD);
  private final ExtractionStore extractions;
  private final JobQueue queue;
  private final ClaimReleaser claims;
  private final RemovalRunner removals;
  private final PointRestorer restorer;
  private final OrphanRemover evictor;

  public RepairRun(
      ExtractionStore extractions,
      JobQueue queue,
      ClaimReleaser claims,
      RemovalRunner removals,
      PointRestorer restorer,
      OrphanRemover evictor) {
    this.extractions = extractions;
    this.queue = queue;
    this.claims = claims;
    this.removals = removals;
    this.restorer = restorer;
    this.evictor = evictor;
  }

  /**
   * How many of each kind were repaired; what is missing there has failed, and the reasons say why.
   *
   * @param unheard the kinds that could not all be tried
   */
  public record Applied(Map<Drift, Long> repaired, List<String> reasons, Set<Drift> unheard) {}

  public Applied apply(Findings findings) {
    Map<Drift, Long> repaired = new EnumMap<>(Drift.class);
    List<String> reasons = new ArrayList<>();
    Set<Drift> unheard = EnumSet.noneOf(Drift.class);
    for (Drift drift : Drift.values()) {
      int before = reasons.size();
      long done =
          switch (drift) {
            case DEAD_CLAIM ->
                each(drift, findings.repairs(drift, Release.class), claims::release, reasons);
            case UNPUBLISHED ->
                each(drift, findings.repairs(drift, Publish.class), this::publish, reasons);
            case LOST_MESSAGE ->
                each(drift, findings.repairs(drift, Republish.class), this::republish, reasons);
            case STRANDED_MESSAGE ->
                each(drift, findings.repairs(drift, Requeue.class), this::requeue, reasons);
            case MISSING_POINT, STALE_POINT ->
                each(drift, findings.repairs(drift, Restore.class), restorer::restore, reasons);
            case ORPHAN_POINT ->
                each(drift, findings.repairs(drift, Evict.class), evictor::remove, reasons);
            case UNFINISHED_DELETION ->
                follow(Math.min(findings.found(drift), findings.limit()), reasons);
            case ROW_WITHOUT_EXTRACTION ->
                each(drift, findings.repairs(drift, Drop.class), this::drop, reasons);
            case UNFINISHED_REMOVAL ->
                each(drift, findings.repairs(drift, Remove.class), this::remove, reasons);
            case COLLECTION_MISSING ->
                findings.found(drift); // it was created before the points were compared
          };
      repaired.put(drift, done);
      if (reasons.size() > before) {
        unheard.add(drift);
      }
    }
    settleAbandoned(reasons);
    return new Applied(repaired, reasons, unheard);
  }

  /** What nobody will ever take would stand before everything else for ever. */
  private void settleAbandoned(List<String> reasons) {
    try {
      queue.settle(queue.abandoned(ABANDONED));
    } catch (StoreUnavailableException e) {
      reasons.add(String.valueOf(e.getMessage()));
    }
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

  /** What a relay has in hand meanwhile, or has published, is done. */
  private int publish(List<Publish> batch) {
    List<Due> taken = extractions.takeDue(taker, batch.stream().map(Publish::hint).toList());
    if (!taken.isEmpty()) {
      extractions.published(queue.publish(taken));
    }
    return batch.size();
  }

  /** Of each two messages of one row the one goes that the row does not name. */
  private int republish(List<Republish> batch) {
    List<Publication> lost = batch.stream().map(it -> it.row().publication()).toList();
    List<Publication> now =
        queue.publish(lost.stream().map(it -> new Due(it.hint(), it.queue())).toList());
    List<Replacement> replacements = new ArrayList<>(batch.size());
    for (int i = 0; i < batch.size(); i++) {
      replacements.add(new Replacement(lost.get(i), now.get(i)));
    }
    Set<Publication> named = extractions.replaced(replacements);
    List<Delivery> superfluous = new ArrayList<>();
    for (int i = 0; i < batch.size(); i++) {
      if (!named.contains(now.get(i))) {
        superfluous.add(delivery(now.get(i)));
      } else if (batch.get(i).stands()) {
        superfluous.add(delivery(lost.get(i)));
      }
    }
    queue.settle(superfluous);
    return batch.size();
  }

  private static Delivery delivery(Publication publication) {
    return new Delivery(publication.queue(), publication.position(), publication.hint());
  }

  private int requeue(List<Requeue> batch) {
    List<Due> hints = batch.stream().map(it -> new Due(it.hint(), it.stranded().queue())).toList();
    extractions.published(queue.publish(hints));
    queue.settle(batch.stream().map(Requeue::stranded).toList());
    return batch.size();
  }

  private long follow(long most, List<String> reasons) {
    try {
      return most == 0 ? 0 : removals.follow(most);
    } catch (StoreUnavailableException e) {
      reasons.add(String.valueOf(e.getMessage()));
      return 0;
    }
  }

  private int drop(List<Drop> batch) {
    return removals.drop(batch.stream().map(Drop::row).toList());
  }

  private int remove(List<Remove> batch) {
    return removals.remove(batch.stream().map(Remove::extraction).toList());
  }
}
