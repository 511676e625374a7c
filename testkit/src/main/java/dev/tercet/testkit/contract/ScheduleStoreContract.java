package dev.tercet.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.saga.bulk.BulkAction;
import dev.tercet.saga.bulk.BulkFilter;
import dev.tercet.saga.bulk.BulkOrder;
import dev.tercet.saga.port.BulkStore;
import dev.tercet.saga.schedule.Firing;
import dev.tercet.saga.schedule.Firing.End;
import dev.tercet.saga.schedule.Firing.Outcome;
import dev.tercet.saga.schedule.Recurrence;
import dev.tercet.saga.schedule.Schedule;
import dev.tercet.saga.schedule.ScheduleStore;
import dev.tercet.saga.schedule.ScheduleStore.Due;
import dev.tercet.saga.schedule.ScheduledAction;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What every store of recurring work must keep (docs/protocol.md §15). */
public abstract class ScheduleStoreContract extends OnLedger {
  private static final String TENANT = "tenant";
  private static final Recurrence NIGHTLY = new Recurrence("0 3 * * *", "Europe/Berlin");
  private static final Recurrence HOURLY = new Recurrence("0 * * * *", "UTC");
  private static final UUID RUN = new UUID(5, 5);
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Set<ScheduledAction> ALL = EnumSet.allOf(ScheduledAction.class);

  private ScheduleStore store() {
    return scene().ledger().schedules();
  }

  private Schedule.Order order(
      String name, Recurrence recurrence, ScheduledAction action, @Nullable UUID project) {
    return new Schedule.Order(
        UUID.randomUUID(), TENANT, name, recurrence, action, project, store().now().plus(HOUR));
  }

  private Schedule.Order order(String tenant, String name) {
    return new Schedule.Order(
        UUID.randomUUID(), tenant, name, NIGHTLY, ScheduledAction.PURGE, null, store().now());
  }

  private Schedule put(String name) {
    return store().put(order(name, NIGHTLY, ScheduledAction.PURGE, null)).orElseThrow();
  }

  private Schedule find(String name) {
    return store().find(TENANT, name).orElseThrow();
  }

  private Due due() {
    return store().due(ALL).orElseThrow();
  }

  private boolean fire(Due due) {
    return store().fire(due, RUN, due.at().plus(HOUR));
  }

  private BulkOrder run() {
    var filter =
        new BulkFilter(TENANT, scene().project(), null, null, null, null, null, null, List.of());
    return new BulkOrder(UUID.randomUUID(), BulkAction.RETRY, filter, 50, null, 0, false);
  }

  @Test
  @DisplayName("§15: a schedule is made, seen by its tenant alone, changed and deleted")
  void keepsWhatItIsGiven() {
    Schedule.Order order = order("b", NIGHTLY, ScheduledAction.RETRY, scene().project());
    Schedule made = store().put(order).orElseThrow();
    put("a");

    assertThat(made.id()).isEqualTo(order.id());
    assertThat(made.recurrence()).isEqualTo(NIGHTLY);
    assertThat(made.project()).isEqualTo(scene().project());
    assertThat(made.slug()).isNotNull();
    assertThat(made.last()).isNull();
    assertThat(store().list(TENANT)).extracting(Schedule::name).containsExactly("a", "b");
    assertThat(store().list("another")).isEmpty();
    assertThat(store().find("another", "b")).isEmpty();
    assertThat(store().hasten("another", "b")).isEmpty();
    assertThat(store().delete("another", "b")).isFalse();
    assertThat(store().delete(TENANT, "b")).isTrue();
    assertThat(store().delete(TENANT, "b")).isFalse();
    assertThat(store().find(TENANT, "b")).isEmpty();
  }

  @Test
  @DisplayName("§15: what is put again as it is keeps its time, its version and its last firing")
  void changesNothingThatIsAsItWas() {
    Schedule made = put("a");
    store().hasten(TENANT, "a");
    Due due = due();
    fire(due);
    store().ended(due, RUN, End.succeeded(), Duration.ofSeconds(1));
    Schedule fired = find("a");

    assertThat(put("a")).isEqualTo(fired);
    Schedule other =
        store().put(order("a", NIGHTLY, ScheduledAction.RECONCILE, null)).orElseThrow();
    assertThat(other.id()).isEqualTo(made.id());
    assertThat(other.nextAt()).isEqualTo(fired.nextAt());
    assertThat(other.version()).isEqualTo(fired.version() + 1);
    assertThat(other.last()).isEqualTo(fired.last());
    Schedule.Order later = order("a", HOURLY, ScheduledAction.RECONCILE, null);
    assertThat(store().put(later).orElseThrow().nextAt()).isEqualTo(later.nextAt());
  }

  @Test
  @DisplayName("§15: what was missed is due once, and not again before its next time")
  void isDueOnceAfterItsTime() {
    put("a");
    assertThat(store().due(ALL)).isEmpty();

    scene().ledger().age(HOUR.multipliedBy(5));
    Due due = due();
    assertThat(due.schedule().name()).isEqualTo("a");
    assertThat(due.at()).isAfterOrEqualTo(due.schedule().nextAt());
    assertThat(store().due(EnumSet.of(ScheduledAction.RETRY))).isEmpty();
    assertThat(fire(due)).isTrue();

    assertThat(store().due(ALL)).isEmpty();
    Firing last = Objects.requireNonNull(find("a").last());
    assertThat(last.outcome()).isEqualTo(Outcome.BEGUN);
    assertThat(last.run()).isEqualTo(RUN);
    assertThat(last.took()).isNull();
  }

  @Test
  @DisplayName("§15: of many that fire a slot one does")
  void isFiredByOne() {
    put("a");
    store().hasten(TENANT, "a");
    Due due = due();
    Callable<Boolean> act = () -> fire(due);

    List<Boolean> fired = Race.all(Collections.nCopies(8, act));

    assertThat(fired).containsOnlyOnce(true);
  }

  @Test
  @DisplayName("§15: of many that order a bulk run for a slot one does, with all of it")
  void isOrderedByOne() {
    store().put(order("a", NIGHTLY, ScheduledAction.RETRY, scene().project()));
    store().hasten(TENANT, "a");
    Due due = due();
    List<BulkOrder> runs = Stream.generate(this::run).limit(8).toList();

    List<Optional<End>> ends =
        Race.all(
            runs.stream()
                .<Callable<Optional<End>>>map(
                    it -> () -> store().order(due, it, due.at().plus(HOUR)))
                .toList());

    assertThat(ends).filteredOn(Optional::isPresent).containsExactly(Optional.of(End.succeeded()));
    List<BulkOrder> begun = new ArrayList<>(runs);
    begun.removeIf(it -> scene().ledger().bulk().find(TENANT, it.id()).isEmpty());
    assertThat(begun).hasSize(1);
    Firing last = Objects.requireNonNull(find("a").last());
    assertThat(last.run()).isEqualTo(begun.getFirst().id());
    assertThat(last.outcome()).isEqualTo(Outcome.SUCCEEDED);
    assertThat(store().due(ALL)).isEmpty();
  }

  @Test
  @DisplayName("§15: a bulk run that finds no room is refused, and its slot is over")
  void isRefusedAmongTooManyRuns() {
    for (int n = 0; n < BulkStore.MOST_OF_TENANT; n++) {
      assertThat(scene().ledger().bulk().begin(run())).isPresent();
    }
    store().put(order("a", NIGHTLY, ScheduledAction.RETRY, scene().project()));
    store().hasten(TENANT, "a");

    assertThat(store().order(due(), run(), null)).contains(End.tooMany());

    assertThat(Objects.requireNonNull(find("a").last()).outcome()).isEqualTo(Outcome.REFUSED);
    assertThat(store().due(ALL)).isEmpty();
  }

  @Test
  @DisplayName(
      "§15: a schedule that was changed, fired, deleted or made anew is not fired as it was")
  void isNotFiredAsItWas() {
    put("a");
    store().hasten(TENANT, "a");
    Due before = due();
    store().put(order("a", NIGHTLY, ScheduledAction.RECONCILE, null));
    assertThat(fire(before)).as("changed").isFalse();

    Due changed = due();
    assertThat(fire(changed)).isTrue();
    store().hasten(TENANT, "a");
    assertThat(fire(changed)).as("fired").isFalse();

    store().delete(TENANT, "a");
    put("a");
    store().hasten(TENANT, "a");
    assertThat(fire(changed)).as("made anew").isFalse();
  }

  @Test
  @DisplayName("§15: run now makes it due at once, and twice in a row is once")
  void isHastened() {
    put("a");
    Instant next = store().hasten(TENANT, "a").orElseThrow().nextAt();
    scene().ledger().letAMomentPass();

    assertThat(store().hasten(TENANT, "a").orElseThrow().nextAt()).isEqualTo(next);
    assertThat(fire(due())).isTrue();
    assertThat(store().due(ALL)).isEmpty();
  }

  @Test
  @DisplayName("§15: an end is noted with the firing that it is of, and once")
  void notesHowItCameOut() {
    put("a");
    store().hasten(TENANT, "a");
    Due first = due();
    fire(first);
    store().hasten(TENANT, "a");
    Due second = due();
    UUID run = new UUID(5, 6);
    store().fire(second, run, null);

    store().ended(first, RUN, End.succeeded(), Duration.ofSeconds(9));
    store()
        .ended(second, run, End.failed("no \u0000 " + "x".repeat(600)), Duration.ofMillis(1_500));
    store().ended(second, run, End.succeeded(), Duration.ofSeconds(9));

    Firing last = Objects.requireNonNull(find("a").last());
    assertThat(last.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(last.error()).startsWith("no \uFFFD xxx").hasSize(Firing.MOST_ERROR);
    assertThat(last.took()).isEqualTo(Duration.ofMillis(1_500));
  }

  @Test
  @DisplayName("§15: what never comes again is due no more until it is hastened")
  void maybeNeverComesAgain() {
    put("a");
    store().hasten(TENANT, "a");
    assertThat(store().fire(due(), RUN, null)).isTrue();

    assertThat(find("a").nextAt()).isNull();
    assertThat(store().due(ALL)).isEmpty();
    store().hasten(TENANT, "a");
    assertThat(due().schedule().name()).isEqualTo("a");
    assertThat(store().fire(due(), RUN, null)).isTrue();
    assertThat(put("a").nextAt()).as("put again as it is").isNotNull();
  }

  @Test
  @DisplayName("§15: behind a tombstone nothing is shown, due or hastened; its name is free")
  void goesWithItsProject() {
    store().put(order("a", NIGHTLY, ScheduledAction.RETRY, scene().project()));
    store().hasten(TENANT, "a");
    scene().ledger().projects().delete(scene().project());

    assertThat(store().list(TENANT)).isEmpty();
    assertThat(store().find(TENANT, "a")).isEmpty();
    assertThat(store().due(ALL)).isEmpty();
    assertThat(store().hasten(TENANT, "a")).isEmpty();
    for (int n = 2; n < ScheduleStore.MOST_OF_TENANT; n++) {
      put("s" + n);
    }
    assertThat(put("b").action())
        .as("what is gone takes no place")
        .isEqualTo(ScheduledAction.PURGE);
    assertThat(put("a").action()).isEqualTo(ScheduledAction.PURGE);
    assertThat(store().put(order("c", NIGHTLY, ScheduledAction.PURGE, null))).isEmpty();
  }

  @Test
  @DisplayName("§15: a tenant has a hundred at most, which may still be changed")
  void hasALimit() {
    for (int n = 0; n < ScheduleStore.MOST_OF_TENANT; n++) {
      put("s" + n);
    }

    assertThat(store().put(order("more", HOURLY, ScheduledAction.PURGE, null))).isEmpty();
    assertThat(store().put(order("s0", HOURLY, ScheduledAction.PURGE, null)))
        .map(Schedule::recurrence)
        .contains(HOURLY);
    assertThat(store().put(order("another", "more"))).isPresent();
  }
}
