package dev.tercet.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.saga.id.BucketSpan;
import dev.tercet.saga.port.OrphanStore;
import dev.tercet.saga.port.OrphanStore.Orphan;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What every quarantine of orphan points must keep (docs/protocol.md §8). */
public abstract class OrphanStoreContract extends OnLedger {
  private static final Duration GRACE = Duration.ofHours(1);

  private final Orphan first = orphan(1);
  private final Orphan second = orphan(2);
  private final Orphan third = orphan(3);

  private static Orphan orphan(long epoch) {
    return new Orphan(UUID.randomUUID(), UUID.randomUUID(), epoch);
  }

  private OrphanStore orphans() {
    return scene().ledger().orphans();
  }

  @Test
  @DisplayName("§8: an orphan is quarantined once, and is not due before its grace is over")
  void keepsOrphansForTheirGrace() {
    assertThat(orphans().seen(List.of(first, second, first))).isEqualTo(2);

    assertThat(orphans().count()).isEqualTo(2);
    assertThat(orphans().due(GRACE, 10)).isEmpty();
    assertThat(orphans().due(Duration.ZERO, 10)).containsExactlyInAnyOrder(first, second);
    scene().ledger().age(GRACE);
    assertThat(orphans().due(GRACE, 10)).containsExactlyInAnyOrder(first, second);
  }

  @Test
  @DisplayName("§8: a second sight changes nothing: neither the time nor the epoch")
  void keepsTheFirstSight() {
    orphans().seen(List.of(first));
    scene().ledger().age(GRACE);

    int isNew = orphans().seen(List.of(new Orphan(first.point(), UUID.randomUUID(), 99), second));

    assertThat(isNew).isEqualTo(1);
    assertThat(orphans().due(GRACE, 10)).containsExactly(first);
  }

  @Test
  @DisplayName("S7: who was seen first is due first, and no more than asked for")
  void listsTheOldestFirst() {
    for (Orphan orphan : List.of(third, first, second)) {
      orphans().seen(List.of(orphan));
      scene().ledger().age(Duration.ofMinutes(1));
    }

    assertThat(orphans().due(Duration.ZERO, 10)).containsExactly(third, first, second);
    assertThat(orphans().due(Duration.ZERO, 2)).containsExactly(third, first);
    assertThat(orphans().due(Duration.ofMinutes(2), 10)).containsExactly(third, first);
  }

  @Test
  @DisplayName("§8: the second look asks by id for those whose grace is over")
  void findsTheOverdueById() {
    orphans().seen(List.of(first, second));
    scene().ledger().age(GRACE);
    orphans().seen(List.of(third));
    Collection<UUID> asked = List.of(third.point(), first.point(), UUID.randomUUID());

    assertThat(orphans().overdue(asked, GRACE)).containsExactly(first);
    assertThat(orphans().overdue(asked, Duration.ZERO)).containsExactlyInAnyOrder(first, third);
    assertThat(orphans().overdue(List.of(), Duration.ZERO)).isEmpty();
  }

  @Test
  @DisplayName("§8: who is gone or no orphan is forgotten; its next sight is a first one")
  void forgetsWhoIsNoOrphan() {
    orphans().seen(List.of(first, second));
    scene().ledger().age(GRACE);

    orphans().forget(List.of(first.point(), UUID.randomUUID()));
    orphans().forget(List.of());

    assertThat(orphans().count()).isEqualTo(1);
    assertThat(orphans().seen(List.of(first))).isEqualTo(1);
    assertThat(orphans().due(GRACE, 10)).containsExactly(second);
  }

  @Test
  @DisplayName("Drift: orphans are counted and paged by bucket")
  void countsAndPagesByBucket() {
    Orphan low = new Orphan(new UUID(0x1230_0000_0000_0000L, 1), UUID.randomUUID(), 1);
    Orphan high = new Orphan(new UUID(0x123f_ffff_ffff_ffffL, -1), UUID.randomUUID(), 1);
    Orphan next = new Orphan(new UUID(0x1240_0000_0000_0000L, 0), UUID.randomUUID(), 1);
    orphans().seen(List.of(high, next, low));

    assertThat(orphans().count(0x123)).isEqualTo(2);
    assertThat(orphans().count(0x122)).isZero();
    assertThat(orphans().ofBuckets(BucketSpan.of(0x123), null, 10))
        .containsExactly(low.point(), high.point());
    assertThat(orphans().ofBuckets(BucketSpan.of(0x123), low.point(), 10))
        .containsExactly(high.point());
    assertThat(orphans().ofBuckets(BucketSpan.of(0x123), null, 1)).containsExactly(low.point());
    assertThat(orphans().ofBuckets(new BucketSpan(0x122, 0x125), null, 10))
        .containsExactly(low.point(), high.point(), next.point());
  }

  @Test
  @DisplayName("§8: of many first sights at once one is kept")
  void keepsOneOfManySights() {
    List<Callable<Integer>> sights =
        IntStream.range(0, 6)
            .<Callable<Integer>>mapToObj(_ -> () -> orphans().seen(List.of(first, second, third)))
            .toList();

    assertThat(Race.all(sights).stream().mapToInt(Integer::intValue).sum()).isEqualTo(3);
    assertThat(orphans().count()).isEqualTo(3);
  }

  @Test
  @DisplayName("§8: nothing seen is nothing new")
  void takesNoOrphans() {
    assertThat(orphans().seen(List.of())).isZero();
    assertThat(orphans().count()).isZero();
    assertThat(orphans().due(Duration.ZERO, 10)).isEmpty();
  }
}
