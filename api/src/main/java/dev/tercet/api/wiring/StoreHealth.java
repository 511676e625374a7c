package dev.tercet.api.wiring;

import dev.tercet.saga.port.StoreUnavailableException.Store;
import io.micronaut.core.async.publisher.Publishers;
import io.micronaut.health.HealthStatus;
import io.micronaut.management.health.indicator.HealthIndicator;
import io.micronaut.management.health.indicator.HealthResult;
import io.micronaut.management.health.indicator.annotation.Readiness;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.reactivestreams.Publisher;

/** Ready when every store answers; otherwise says which does not, and why. */
@Singleton
@Readiness
final class StoreHealth implements HealthIndicator {
  private final StoreStates states;

  StoreHealth(StoreStates states) {
    this.states = states;
  }

  @Override
  public Publisher<HealthResult> getResult() {
    Map<String, Map<String, String>> details = new LinkedHashMap<>();
    for (Map.Entry<Store, String> entry : states.reasons().entrySet()) {
      details.put(
          entry.getKey().name().toLowerCase(Locale.ROOT),
          entry.getValue().isEmpty()
              ? Map.of("status", "UP")
              : Map.of("status", "DOWN", "reason", entry.getValue()));
    }
    return Publishers.just(
        HealthResult.builder("stores", states.allUp() ? HealthStatus.UP : HealthStatus.DOWN)
            .details(details)
            .build());
  }
}
