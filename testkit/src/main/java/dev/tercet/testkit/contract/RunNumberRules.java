package dev.tercet.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.saga.port.RunStore;
import dev.tercet.saga.port.RunStore.Numbered;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The numbers of runs, by which a ledger that was put back is noticed (docs/protocol.md §8). */
interface RunNumberRules {
  Duration GRACE = Duration.ofHours(1);

  LedgerScene scene();

  private RunStore runs() {
    return scene().ledger().runs();
  }

  @Test
  @DisplayName("§8: every run has a higher number, and looking takes none")
  default void takesHigherAndHigherNumbers() {
    Numbered first = runs().number(0, GRACE);

    assertThat(runs().numbered(first.number(), GRACE))
        .extracting(Numbered::number, Numbered::wentBackAt)
        .containsExactly(first.number(), null);
    assertThat(runs().number(first.number(), GRACE).number()).isGreaterThan(first.number());
    assertThat(first.wentBackAt()).isNull();
  }

  @Test
  @DisplayName("§8: a number below the one outside means that the ledger went back")
  default void noticesThatItWentBack() {
    runs().number(0, GRACE);

    assertThat(runs().numbered(1_000, GRACE).wentBackAt()).as("seen by a look").isNotNull();
    assertThat(runs().numbered(0, GRACE).wentBackAt()).as("a look notes nothing").isNull();
    Numbered back = runs().number(1_000, GRACE);

    assertThat(back.number()).as("above the highest").isEqualTo(1_001);
    assertThat(back.wentBackAt()).isNotNull();
    assertThat(runs().number(1_001, GRACE).wentBackAt())
        .as("the next run knows it, too")
        .isEqualTo(back.wentBackAt());
  }

  @Test
  @DisplayName("§8: that is forgotten when its grace is over")
  default void forgetsItAfterItsGrace() {
    runs().number(1_000, GRACE);
    scene().ledger().age(GRACE.plusSeconds(1));

    assertThat(runs().numbered(1_001, GRACE).wentBackAt()).isNull();
    assertThat(runs().number(1_001, GRACE).wentBackAt()).isNull();
  }
}
