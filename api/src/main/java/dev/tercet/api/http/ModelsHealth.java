package dev.tercet.api.http;

import dev.tercet.api.providers.Providers;
import dev.tercet.api.services.Operations;
import dev.tercet.pipeline.provider.ProviderHealth;
import dev.tercet.saga.port.StoreUnavailableException;
import dev.tercet.saga.provider.ProviderState;
import io.micronaut.context.annotation.Requires;
import io.micronaut.core.async.publisher.Publishers;
import io.micronaut.health.HealthStatus;
import io.micronaut.management.health.indicator.HealthIndicator;
import io.micronaut.management.health.indicator.HealthResult;
import io.micronaut.management.health.indicator.annotation.Readiness;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.Map;
import org.reactivestreams.Publisher;

/**
 * Says which provider is in trouble, to anybody, and to those with a key {@code GET /providers}
 * says why. It is ready all the same: what is accepted waits.
 */
@Singleton
@Readiness
@Requires(beans = Operations.Source.class)
final class ModelsHealth implements HealthIndicator {
  private final Operations.Source operations;

  ModelsHealth(Operations.Source operations) {
    this.operations = operations;
  }

  @Override
  public Publisher<HealthResult> getResult() {
    return Publishers.just(
        HealthResult.builder("providers", HealthStatus.UP).details(details()).build());
  }

  private Map<String, Map<String, String>> details() {
    Map<String, Map<String, String>> details = new LinkedHashMap<>();
    try {
      for (Providers.KnownProvider provider : operations.get().providers().all()) {
        ProviderHealth health = provider.health();
        details.put(health.name(), detail(health.state()));
      }
    } catch (StoreUnavailableException e) {
      details.clear(); // the stores say so themselves, and nobody has been asked yet
    }
    return details;
  }

  private static Map<String, String> detail(ProviderState state) {
    return state.trouble() == null
        ? Map.of("state", "open")
        : Map.of("state", state.trouble().label(), "since", state.since().toString());
  }
}
