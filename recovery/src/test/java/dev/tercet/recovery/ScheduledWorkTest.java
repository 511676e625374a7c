package dev.tercet.recovery;

import static dev.tercet.recovery.ModelScene.OLD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tercet.recovery.plan.RecoveryMetrics;
import dev.tercet.saga.RetentionKind;
import dev.tercet.saga.bulk.BulkAction;
import dev.tercet.saga.bulk.BulkRun;
import dev.tercet.saga.port.BulkStore;
import dev.tercet.saga.port.RetentionStore.Purged;
import dev.tercet.saga.port.RunStore;
import dev.tercet.saga.port.StoreUnavailableException;
import dev.tercet.saga.port.StoreUnavailableException.Store;
import dev.tercet.saga.schedule.Firing;
import dev.tercet.saga.schedule.Firing.Outcome;
import dev.tercet.saga.schedule.Recurrence;
import dev.tercet.saga.schedule.Schedule;
import dev.tercet.saga.schedule.ScheduleStore;
import dev.tercet.saga.schedule.ScheduledAction;
import dev.tercet.saga.schedule.Timetable;
import dev.tercet.testkit.fault.FaultPlan;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
@DisplayName("§15: recurring work is done when it is due")
class ScheduledWorkTest {
  private static final String TENANT = "tenant";
  private static final Recurrence HOURLY = new Recurrence("0 * * * *", "UTC");
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration DAYS = Duration.ofDays(10);

  private final ModelScene scene = new ModelScene();
  private final ScheduleStore schedules = scene.ledger.schedules();
  private final Memory memory = new Memory(scene.clock);
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private boolean held;
  private Timetable timetable = (_, after) -> Optional.of(after.plus(HOUR));

  private final List<UUID> drawn = new ArrayList<>();

  private UUID draw() {
    drawn.add(UUID.randomUUID());
    return drawn.getLast();
  }

  private List<BulkRun> begun() {
    return drawn.stream()
        .map(it -> scene.ledger.bulk().find(TENANT, it))
        .flatMap(Optional::stream)
        .toList();
  }

  private ScheduledWork process() {
    return process(schedules);
  }

  private ScheduledWork process(ScheduleStore store) {
    Recovery recovery = scene.process(OLD, FaultPlan.none());
    recovery.holdWhile(() -> held);
    var metrics = new RecoveryMetrics(meters);
    var settings = new RetentionSettings(DAYS, DAYS, DAYS, DAYS, HOUR);
    var purge = new Purge(memory, memory, settings, metrics, scene.clock);
    return new ScheduledWork(
        store,
        (recurrence, after) -> timetable.next(recurrence, after),
        new ScheduledWork.Acts(recovery, purge, scene.ledger.bulk()),
        this::draw,
        metrics);
  }

  private static boolean passOnce(ScheduledWork process) {
    return process.passOnce(() -> false);
  }

  private Schedule due(ScheduledAction action, @Nullable UUID project) {
    schedules.put(
        new Schedule.Order(
            UUID.randomUUID(), TENANT, "a", HOURLY, action, project, scene.clock.instant()));
    return schedules.find(TENANT, "a").orElseThrow();
  }

  private Schedule now() {
    return schedules.find(TENANT, "a").orElseThrow();
  }

  private Firing last() {
    return Objects.requireNonNull(now().last());
  }

  @Test
  void beginsABulkRunForEachSlotWhateverWasMissed() {
    due(ScheduledAction.RETRY, scene.project);
    scene.clock.advance(HOUR.multipliedBy(7));
    Instant now = scene.clock.instant();
    ScheduledWork process = process();

    assertThat(passOnce(process)).as("a retry is no pass").isFalse();
    assertThat(process.orderOnce()).isTrue();
    assertThat(process.orderOnce()).isFalse();

    assertThat(begun()).hasSize(1);
    BulkRun run = begun().getFirst();
    assertThat(run.action()).isEqualTo(BulkAction.RETRY);
    assertThat(run.project()).isEqualTo(scene.project);
    assertThat(last().outcome()).isEqualTo(Outcome.SUCCEEDED);
    assertThat(last().run()).isEqualTo(run.id());
    assertThat(now().nextAt()).isEqualTo(now.plus(HOUR));
    assertThat(scheduled("retry", "succeeded")).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void beginsOneRunWhereAProcessDiedWhileItTookTheSlot(boolean committed) {
    due(ScheduledAction.RETRY, scene.project);
    ScheduledWork dying = process(dying(committed));

    assertThatExceptionOfType(IllegalStateException.class).isThrownBy(dying::orderOnce);
    assertThat(begun()).hasSize(committed ? 1 : 0);
    assertThat(process().orderOnce()).isEqualTo(!committed);

    assertThat(begun()).hasSize(1);
    assertThat(last().run()).isEqualTo(begun().getFirst().id());
    assertThat(last().outcome()).isEqualTo(Outcome.SUCCEEDED);
  }

  /** A store that is left when a slot is taken, just before its commit or just after it. */
  private ScheduleStore dying(boolean committed) {
    return (ScheduleStore)
        Proxy.newProxyInstance(
            ScheduleStore.class.getClassLoader(),
            new Class<?>[] {ScheduleStore.class},
            (_, method, arguments) -> {
              boolean taking = method.getName().equals("order");
              Object answer = taking && !committed ? null : method.invoke(schedules, arguments);
              if (taking) {
                throw new IllegalStateException("the process is gone");
              }
              return answer;
            });
  }

  @Test
  void saysThatTooManyBulkRunsGoOn() {
    for (int n = 0; n < BulkStore.MOST_OF_TENANT; n++) {
      due(ScheduledAction.RETRY, scene.project);
      schedules.hasten(TENANT, "a");
      assertThat(process().orderOnce()).isTrue();
    }
    schedules.hasten(TENANT, "a");

    assertThat(process().orderOnce()).isTrue();

    assertThat(last().outcome()).isEqualTo(Outcome.REFUSED);
    assertThat(last().error()).contains("too many bulk runs");
  }

  @Test
  void reconcilesAProjectInARunOfItsOwn() {
    due(ScheduledAction.RECONCILE, scene.project);
    ScheduledWork process = process();

    assertThat(process.orderOnce()).as("a reconciliation is no order").isFalse();
    assertThat(passOnce(process)).isTrue();
    assertThat(passOnce(process)).isFalse();

    assertThat(last().outcome()).as(String.valueOf(last().error())).isEqualTo(Outcome.SUCCEEDED);
    assertThat(last().took()).isNotNull();
    assertThat(scene.ledger.runs().newest(10))
        .filteredOn(it -> it.id().equals(last().run()))
        .extracting(RunStore.Run::project)
        .containsExactly(scene.project);
  }

  @Test
  void sweepsEverything() {
    due(ScheduledAction.RECONCILE, null);

    assertThat(passOnce(process())).isTrue();

    assertThat(last().outcome()).isEqualTo(Outcome.SUCCEEDED);
    assertThat(scene.ledger.runs().newest(10)).extracting(RunStore.Run::id).contains(last().run());
  }

  @Test
  void sweepsNothingWhileTheDiskLacksRoom() {
    due(ScheduledAction.RECONCILE, null);
    held = true;

    assertThat(passOnce(process())).isTrue();

    assertThat(last().outcome()).isEqualTo(Outcome.REFUSED);
    assertThat(last().error()).contains("the disk lacks room");
    assertThat(scene.ledger.runs().newest(10))
        .extracting(RunStore.Run::id)
        .doesNotContain(last().run());
  }

  @Test
  void purgesWhateverWasPurgedAMomentAgo() {
    for (int n = 0; n < 2; n++) {
      due(ScheduledAction.PURGE, null);
      schedules.hasten(TENANT, "a");
      memory.next(RetentionKind.DONE, () -> new Purged(Purge.BATCH, true));
      memory.next(RetentionKind.DONE, () -> new Purged(2, false));

      assertThat(passOnce(process())).isTrue();

      assertThat(last().outcome()).isEqualTo(Outcome.SUCCEEDED);
      assertThat(memory.batches.get(RetentionKind.DONE)).isEmpty();
    }
    assertThat(scheduled("purge", "succeeded")).isEqualTo(2);
  }

  @Test
  void tellsWhatWasWrong() {
    due(ScheduledAction.PURGE, null);
    memory.next(
        RetentionKind.FAILED,
        () -> {
          throw new IllegalStateException("no room");
        });

    assertThat(passOnce(process())).isTrue();

    assertThat(last().outcome()).isEqualTo(Outcome.FAILED);
    assertThat(last().error()).contains("failed", "no room");
  }

  @Test
  void tellsThatAStoreWasAwayOrTheProcessStops() {
    due(ScheduledAction.PURGE, null);
    memory.next(
        RetentionKind.DONE,
        () -> {
          throw new StoreUnavailableException(
              Store.POSTGRES, "a lock was held for too long", new IOException("held"));
        });
    assertThat(passOnce(process())).isTrue();
    assertThat(last().outcome()).isEqualTo(Outcome.FAILED);
    assertThat(last().error()).contains("done", "a lock was held for too long");

    schedules.hasten(TENANT, "a");
    assertThat(process().passOnce(() -> true)).isTrue();
    assertThat(last().outcome()).isEqualTo(Outcome.FAILED);
    assertThat(last().error()).contains("this process stops");
  }

  @Test
  void isDueNoMoreOnceItsTimesAreOver() {
    due(ScheduledAction.PURGE, null);
    timetable = (_, _) -> Optional.empty();

    assertThat(passOnce(process())).isTrue();

    assertThat(now().nextAt()).isNull();
    assertThat(passOnce(process())).isFalse();
  }

  private double scheduled(String action, String outcome) {
    return meters
        .get("tercet.scheduled")
        .tags("action", action, "outcome", outcome)
        .counter()
        .count();
  }
}
