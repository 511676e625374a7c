package dev.tercet.recovery.repair;

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
import dev.tercet.saga.LogFields;
import dev.tercet.saga.port.LedgerAudit.Part;
import dev.tercet.saga.queue.Hint;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.slf4j.event.Level;

/** Tells which extractions a run repairs: the first of each kind, and all of them at debug. */
final class RepairLog {
  private static final Logger LOG = LoggerFactory.getLogger(RepairLog.class);
  private static final int TOLD = 20;

  private RepairLog() {}

  /** What is about to be repaired; each repair may come too late. */
  static void tell(Drift drift, List<? extends Repair> repairs) {
    for (int i = 0; i < repairs.size() && (i < TOLD || LOG.isDebugEnabled()); i++) {
      tell(drift, repairs.get(i), i < TOLD);
    }
    if (repairs.size() > TOLD) {
      LOG.info("and {} more: {}", repairs.size() - TOLD, drift.label());
    }
  }

  private static void tell(Drift drift, Repair repair, boolean aloud) {
    Named named = named(repair);
    try (var _ = put(LogFields.PROJECT, named.project());
        var _ = put(LogFields.EXTRACTION, named.extraction());
        var _ = put(LogFields.EPOCH, named.epoch())) {
      LOG.atLevel(aloud ? Level.INFO : Level.DEBUG).log("to be repaired: {}", drift.label());
    }
  }

  /** What is known of a repair's extraction; null for what is not. */
  private record Named(@Nullable UUID project, @Nullable UUID extraction, @Nullable Long epoch) {}

  private static Named named(Repair repair) {
    return switch (repair) {
      case Publish(var hint, var _) -> new Named(null, hint.extraction(), hint.epoch());
      case Republish(var row, var _) -> {
        Hint hint = row.publication().hint();
        yield new Named(null, hint.extraction(), hint.epoch());
      }
      case Requeue(var _, var hint) -> new Named(null, hint.extraction(), hint.epoch());
      case Release(var claim) -> new Named(claim.project(), claim.extraction(), claim.epoch());
      case Restore(var row, var epoch) -> new Named(row.project(), row.extraction(), epoch);
      case Evict(var orphan) -> new Named(null, orphan.extraction(), orphan.epoch());
      case Remove(var extraction) -> new Named(null, extraction, null);
      case Drop(var row) when row.part() == Part.ENTITY -> new Named(null, null, null);
      case Drop(var row) -> new Named(null, row.place().id(), null);
    };
  }

  /** A field that stands already, such as the name of a project, is the better one. */
  private static AutoField put(String field, @Nullable Object value) {
    if (value == null || MDC.get(field) != null) {
      return () -> {};
    }
    MDC.put(field, value.toString());
    return () -> MDC.remove(field);
  }

  /** A field of the log that ends with its block. */
  private interface AutoField extends AutoCloseable {
    @Override
    void close();
  }
}
