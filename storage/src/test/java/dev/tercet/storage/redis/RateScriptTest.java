package dev.tercet.storage.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tercet.saga.port.CallRates;
import dev.tercet.saga.port.CallRates.Left;
import dev.tercet.saga.port.CallRates.Rates;
import dev.tercet.saga.port.CallRates.Told;
import dev.tercet.saga.port.StoreFullException;
import dev.tercet.saga.port.StoreUnavailableException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;

@Timeout(60)
class RateScriptTest {
  private static final Duration LONGEST = Duration.ofSeconds(30);
  private static final Rates RATES = new Rates("p", 60L, 600L, Duration.ofSeconds(10));

  private final TestRedis redis = new TestRedis();
  private final String key = redis.keys().rates("p");

  private CallRates rates(TestRedis server) {
    return server.stores(server.settings()).callRates();
  }

  @Test
  void whatIsKnownOfAProviderEndsByItself() {
    rates(redis).take(RATES, 1, LONGEST);
    assertThat(millisLeft()).isBetween(60_000L, 120_000L);
    rates(redis).settle(RATES, 3_600);
    assertThat(millisLeft()).isBetween(350_000L, 370_000L);
  }

  @Test
  void theServerIsToldTheScriptAgainWhenItHasForgottenIt() {
    CallRates rates = rates(redis);
    rates.take(RATES, 1, LONGEST);
    redis.directly(Jedis::scriptFlush);
    assertThat(rates.take(RATES, 1, LONGEST)).isZero();
  }

  @Test
  void whatSomebodyElseHasPutThereIsNoBucket() {
    redis.directly(it -> it.set(key, "odd"));
    rates(redis).heard(RATES, new Told(new Left(60, 40, LONGEST), null, LONGEST));
    redis.directly(it -> it.set(key, "odd"));
    assertThat(rates(redis).take(RATES, 1, LONGEST)).isZero();
    redis.directly(it ->
        it.hset(key, Map.of("at", "x", "requests", "y", "requests:sum", "z", "tokens:from", "")));
    assertThat(rates(redis).take(RATES, 1, LONGEST)).isZero();
  }

  @Test
  void aClockThatWasPutBackStopsNobody() {
    CallRates rates = rates(redis);
    for (int call = 0; call < 10; call++) {
      rates.take(RATES, 1, LONGEST);
    }
    shift(3_600);
    assertThat(rates.take(RATES, 1, LONGEST)).isBetween(Duration.ZERO, Duration.ofSeconds(1));
    assertThat(rates.take(RATES, 1, LONGEST)).isPositive().isLessThan(Duration.ofSeconds(2));
  }

  @Test
  void afterALongSilenceTheMinuteBeforeItCountsNoMore() {
    CallRates rates = rates(redis);
    for (int call = 0; call < 40; call++) {
      rates.take(RATES, 1, LONGEST);
    }
    shift(-3_600);
    awaitBeginOfSlot();
    for (int call = 0; call < 10; call++) {
      assertThat(rates.take(RATES, 1, LONGEST)).isZero();
    }
    long fields = redis.directly(it -> it.hlen(key));
    assertThat(fields).isLessThan(10);
  }

  /** What is given within one half second by the server's clock is kept in one field. */
  private void awaitBeginOfSlot() {
    long micros;
    do {
      micros = Long.parseLong(redis.directly(it -> it.time().getLast()));
    } while (micros % 500_000 > 50_000);
  }

  private long millisLeft() {
    return redis.directly(it -> it.pttl(key));
  }

  /** As if the server's clock had gone by so many seconds the other way since. */
  private void shift(long seconds) {
    redis.directly(it -> it.hincrBy(key, "at", seconds * 1_000_000));
  }

  @Test
  void aServerThatIsFullOrAwaySaysSo(@TempDir Path folder) {
    try (var server = new OwnRedis(folder).start();
        var own = new TestRedis(server.url())) {
      CallRates rates = rates(own);
      assertThat(rates.take(RATES, 1, LONGEST)).isZero();
      own.directly(it -> it.configSet("maxmemory", "1"));
      assertThatThrownBy(() -> rates.take(RATES, 1, LONGEST))
          .isInstanceOf(StoreFullException.class);
      own.directly(it -> it.configSet("maxmemory", "0"));
      assertThat(rates.take(RATES, 1, LONGEST)).isZero();
      server.stop();
      assertThatThrownBy(() -> rates.take(RATES, 1, LONGEST))
          .isInstanceOf(StoreUnavailableException.class);
      server.start();
    }
  }
}
