package dev.tercet.cli.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.cli.service.StoreCounters.Rates;
import dev.tercet.cli.service.StoreCounters.Reading;
import org.junit.jupiter.api.Test;

class RatesTest {
  private static final long SECOND = 1_000_000_000;

  @Test
  void arePerSecondBetweenTwoReadings() {
    Rates rates = new Reading(150, 1_100, 3 * SECOND).since(new Reading(50, 100, SECOND));

    assertThat(rates).isEqualTo(new Rates(50, 500, 2));
  }

  @Test
  void leaveOutWhatTheIdleServiceDoes() {
    Rates loaded = new Rates(50, 500, 10);
    Rates idle = new Rates(5, 20, 3);

    assertThat(loaded.transactionsBeyond(idle)).isEqualTo(450);
    assertThat(loaded.commandsBeyond(idle)).isEqualTo(4_800);
  }

  @Test
  void areNeverNegative() {
    assertThat(new Rates(1, 1, 10).transactionsBeyond(new Rates(2, 2, 1))).isZero();
  }
}
