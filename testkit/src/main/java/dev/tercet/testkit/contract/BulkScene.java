package dev.tercet.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.saga.FailureClass;
import dev.tercet.saga.Status;
import dev.tercet.saga.bulk.BulkAction;
import dev.tercet.saga.bulk.BulkFilter;
import dev.tercet.saga.bulk.BulkOrder;
import dev.tercet.saga.bulk.BulkRun;
import dev.tercet.saga.port.BulkStore;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Short ways to begin a bulk run over a scene, and to let it come to its end. */
record BulkScene(LedgerScene scene) {
  static final String TENANT = "tenant";
  private static final int RATE = 100;

  BulkStore bulk() {
    return scene.ledger().bulk();
  }

  /** Everything of the project. */
  BulkFilter all() {
    return filter(scene.project(), null, null, null, List.of());
  }

  BulkFilter of(UUID... ids) {
    return filter(scene.project(), null, null, null, List.of(ids));
  }

  BulkFilter ofSource(String source) {
    return filter(scene.project(), null, source, null, List.of());
  }

  BulkFilter ofStatus(Status status) {
    return filter(scene.project(), status, null, null, List.of());
  }

  BulkFilter ofCode(String code) {
    return filter(scene.project(), null, null, code, List.of());
  }

  /** Every dead letter of the tenant. */
  static BulkFilter failedEverywhere() {
    return filter(null, Status.FAILED, null, null, List.of());
  }

  private static BulkFilter filter(
      @Nullable UUID project,
      @Nullable Status status,
      @Nullable String source,
      @Nullable String code,
      List<UUID> ids) {
    return new BulkFilter(TENANT, project, status, source, code, null, null, null, ids);
  }

  BulkFilter ofClass(FailureClass failureClass) {
    return new BulkFilter(
        TENANT, scene.project(), null, null, null, failureClass, null, null, List.of());
  }

  BulkFilter between(@Nullable Instant after, @Nullable Instant before) {
    return new BulkFilter(
        TENANT, scene.project(), null, null, null, null, after, before, List.of());
  }

  BulkOrder order(BulkAction action, BulkFilter filter, int rate) {
    return new BulkOrder(scene.nextId(), action, filter, rate, null, 0, false);
  }

  /** Of a tenant that has nothing. */
  BulkOrder orderOf(String tenant) {
    return order(
        BulkAction.REDRIVE,
        new BulkFilter(tenant, null, Status.FAILED, null, null, null, null, null, List.of()),
        1);
  }

  /** Begins a run after everything that has been. */
  BulkRun begun(BulkOrder order) {
    scene.ledger().letAMomentPass();
    BulkRun run = bulk().begin(order).orElseThrow();
    scene.ledger().letAMomentPass();
    return run;
  }

  BulkRun begun(BulkAction action, BulkFilter filter, int rate) {
    return begun(order(action, filter, rate));
  }

  /** A run from its beginning to its end. */
  BulkRun ran(BulkAction action, BulkFilter filter) {
    BulkRun run = begun(action, filter, RATE);
    drain();
    BulkRun ended = find(run.id());
    assertThat(ended.state()).isEqualTo(BulkRun.State.FINISHED);
    return ended;
  }

  /** All pages that are due. */
  void drain() {
    scene.until("no page is due any more", () -> !bulk().workOnce());
  }

  BulkRun find(UUID run) {
    return bulk().find(TENANT, run).orElseThrow();
  }

  /** So many that have failed, by the order of their ids. */
  List<UUID> failed(int count) {
    return IntStream.range(0, count)
        .mapToObj(n -> scene.failed("letter " + n, "words").id())
        .toList();
  }

  List<Status> statuses(List<UUID> extractions) {
    return extractions.stream().map(scene::status).toList();
  }

  /** How often each was retried. */
  List<Long> retries(List<UUID> extractions) {
    return extractions.stream()
        .map(id ->
            scene.history(id).stream()
                .filter(it -> it.from() == Status.FAILED && it.to() == Status.PENDING)
                .count())
        .toList();
  }
}
