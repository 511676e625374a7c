package dev.tercet.saga.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tercet.saga.ModelCall;
import dev.tercet.saga.Usage;
import dev.tercet.saga.id.Fingerprint;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PricesTest {
  private static final LocalDate DAY = LocalDate.of(2026, 11, 30);
  private static final Prices PRICES =
      new Prices(
          "2026-11-30",
          "USD",
          List.of(
              price("m", null, "2025-01-01", 100),
              price("m", null, "2026-11-30", 200),
              price("m", null, "2026-12-01", 300),
              price("m", "dear", "2025-06-01", 400),
              price("m-2026-01-01", null, "2026-01-01", 500),
              price("odd", null, "2025-01-01", 37_501)));

  private static Price price(String model, @Nullable String provider, String since, long input) {
    return new Price(model, provider, LocalDate.parse(since), input, input, 3 * input, 2 * input);
  }

  private static long input(String provider, String model, LocalDate day) {
    return PRICES.find(provider, model, day).map(Price::input).orElse(-1L);
  }

  private static Charge charge(String model, Usage usage) {
    return PRICES.charge("p", model, usage, DAY);
  }

  @Test
  void aPriceHoldsFromItsDayOnUntilTheNext() {
    assertThat(input("p", "m", LocalDate.of(2024, 12, 31))).isEqualTo(-1);
    assertThat(input("p", "m", LocalDate.of(2026, 11, 29))).isEqualTo(100);
    assertThat(input("p", "m", DAY)).isEqualTo(200);
    assertThat(input("p", "m", DAY.plusDays(1))).isEqualTo(300);
  }

  @Test
  void aProvidersOwnPriceComesFirstAndSoDoesTheExactName() {
    assertThat(input("dear", "m", DAY)).isEqualTo(400);
    assertThat(input("p", "m-2026-01-01", DAY)).isEqualTo(500);
    assertThat(input("p", "m-2026-05-05", DAY)).isEqualTo(200);
    assertThat(input("p", "m-20260505", DAY)).isEqualTo(200);
    assertThat(input("p", "m-mini", DAY)).isEqualTo(-1);
  }

  @Test
  void costsAreExactAndRoundedUpOnceForACall() {
    assertThat(charge("odd", new Usage(1, 1, 0))).isEqualTo(priced(38));
    assertThat(charge("odd", new Usage(1, 1_000, 0))).isEqualTo(priced(37_501));
    assertThat(charge("odd", new Usage(1, 1_000, 1_000, 1_000, 0, 0)))
        .isEqualTo(priced(3 * 37_501));
    assertThat(charge("odd", new Usage(1, 1_000, 0, 0, 1_000, 0)))
        .as("what is written to the cache has a price of its own")
        .isEqualTo(priced(3 * 37_501));
    assertThat(charge("m", new Usage(1, 10, 0, 99, 99, 0)))
        .as("no more of the cache than was sent")
        .isEqualTo(priced(2));
  }

  @Test
  void nothingIsTooMuchToBeCounted() {
    var dear = new Prices("v", "USD", List.of(price("m", null, "2025-01-01", Price.MOST / 3)));
    assertThat(dear.charge("p", "m", new Usage(1, Long.MAX_VALUE, Long.MAX_VALUE), DAY))
        .isEqualTo(new Charge.Priced(new Money(Long.MAX_VALUE, "USD"), "v"));
  }

  @Test
  void whatHasNoPriceIsNotFree() {
    var unknown = new Charge.Unpriced("2026-11-30");
    assertThat(charge("unlisted", new Usage(1, 1, 1))).isEqualTo(unknown);
    assertThat(charge("m", new Usage(1, 0, 0))).as("nothing was counted").isEqualTo(unknown);
    assertThat(charge("m", new Usage(0, 0, 0))).as("nothing was sent").isEqualTo(new Charge.Free());
  }

  @Test
  void whatIsInsideCostsNothingWhateverItIsCalled() {
    var pricing = PRICES.at(() -> Instant.parse("2026-11-30T12:00:00Z"), Set.of("quick"));
    assertThat(pricing.charge(call("quick"), new Usage(1, 1, 1))).isEqualTo(new Charge.Inside());
    assertThat(pricing.charge(call("echo"), new Usage(1, 1_000, 0))).isEqualTo(priced(200));
  }

  private static ModelCall call(String provider) {
    var id = new UUID(1, 2);
    return new ModelCall(id, id, id, 0, 1, provider, "m", Fingerprint.of("a question"));
  }

  @Test
  void aPriceIsNeverNegative() {
    assertThatThrownBy(() -> price("m", null, "2025-01-01", -1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void amountsAreDecimalNumbers() {
    assertThat(new Money(0, "USD").amount()).isEqualTo("0");
    assertThat(new Money(1, "USD").amount()).isEqualTo("0.000000001");
    assertThat(new Money(1_500_000_000, "USD").amount()).isEqualTo("1.5");
    assertThat(new Money(20_000_000_000L, "USD").amount()).isEqualTo("20");
  }

  private static Charge priced(long nanos) {
    return new Charge.Priced(new Money(nanos, "USD"), "2026-11-30");
  }
}
