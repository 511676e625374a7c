package dev.tercet.api.wiring;

import dev.tercet.api.services.DiskSpace;
import io.micronaut.core.async.publisher.Publishers;
import io.micronaut.health.HealthStatus;
import io.micronaut.management.health.indicator.HealthIndicator;
import io.micronaut.management.health.indicator.HealthResult;
import io.micronaut.management.health.indicator.annotation.Readiness;
import jakarta.inject.Singleton;
import java.util.Map;
import org.reactivestreams.Publisher;

/** Ready when there is room on the disk for more documents; otherwise says what is missing. */
@Singleton
@Readiness
final class DiskSpaceHealth implements HealthIndicator {
  private final DiskSpace diskSpace;

  DiskSpaceHealth(DiskSpace diskSpace) {
    this.diskSpace = diskSpace;
  }

  @Override
  public Publisher<HealthResult> getResult() {
    String shortage = diskSpace.shortage();
    return Publishers.just(
        HealthResult.builder("disk", shortage.isEmpty() ? HealthStatus.UP : HealthStatus.DOWN)
            .details(shortage.isEmpty() ? Map.of() : Map.of("reason", shortage))
            .build());
  }
}
