package dev.tercet.api.http.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.saga.money.Money;
import org.junit.jupiter.api.Test;

class AgainPriceTest {
  private static final Money SAMPLE = new Money(1_000_000_001L, "USD");

  @Test
  void isThatOfTheSampleWhenThatIsAll() {
    assertThat(AgainPrice.ofAll(SAMPLE, 3, 3)).isEqualTo(SAMPLE);
  }

  @Test
  void growsWithTheDocumentsAndIsNeverTooLow() {
    assertThat(AgainPrice.ofAll(SAMPLE, 100, 250)).isEqualTo(new Money(2_500_000_003L, "USD"));
    assertThat(AgainPrice.ofAll(SAMPLE, 100, 100_000))
        .isEqualTo(new Money(1_000_000_001_000L, "USD"));
  }
}
