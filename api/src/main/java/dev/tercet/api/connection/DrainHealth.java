package dev.tercet.api.connection;

import io.micronaut.core.async.publisher.Publishers;
import io.micronaut.health.HealthStatus;
import io.micronaut.management.health.indicator.HealthIndicator;
import io.micronaut.management.health.indicator.HealthResult;
import io.micronaut.management.health.indicator.annotation.Readiness;
import jakarta.inject.Singleton;
import java.util.Map;
import org.reactivestreams.Publisher;

/** Not ready from the moment on when the process was asked to stop. */
@Singleton
@Readiness
final class DrainHealth implements HealthIndicator {
  private final HttpConnections connections;

  DrainHealth(HttpConnections connections) {
    this.connections = connections;
  }

  @Override
  public Publisher<HealthResult> getResult() {
    boolean draining = connections.isDraining();
    return Publishers.just(
        HealthResult.builder("stop", draining ? HealthStatus.DOWN : HealthStatus.UP)
            .details(draining ? Map.of("reason", "the service is stopping") : Map.of())
            .build());
  }
}
