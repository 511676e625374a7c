package dev.tercet.storage.containers;

import com.redis.testcontainers.RedisContainer;
import java.net.URI;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.lifecycle.Startables;
import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.qdrant.QdrantContainer;

/**
 * Starts the three stores as containers before the first test, at the addresses that the profile
 * has put into the variables {@code TERCET_TEST_…}, and stops them after the last. Where Docker is
 * not to be had, every test is skipped and says so.
 */
public final class StoresInContainers implements ExecutionCondition {
  private static final String POSTGRES = "TERCET_TEST_POSTGRES";
  private static final String REDIS = "TERCET_TEST_REDIS";
  private static final String QDRANT = "TERCET_TEST_QDRANT";
  private static final String NO_DOCKER =
      "Docker is not available, so nothing is tested against containers. Start it, or run the"
          + " suites without this profile against servers of your own: "
          + String.join(", ", POSTGRES, REDIS, QDRANT);

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    Running running =
        context
            .getRoot()
            .getStore(ExtensionContext.Namespace.create(StoresInContainers.class))
            .computeIfAbsent(Running.class, _ -> Running.start(), Running.class);
    return running.containers().isEmpty()
        ? ConditionEvaluationResult.disabled(NO_DOCKER)
        : ConditionEvaluationResult.enabled("the stores run in containers");
  }

  /** The containers of this run; none without Docker. */
  record Running(List<GenericContainer<?>> containers) implements AutoCloseable {
    static Running start() {
      if (!DockerClientFactory.instance().isDockerAvailable()) {
        System.err.println("SKIPPED: " + NO_DOCKER);
        return new Running(List.of());
      }
      List<GenericContainer<?>> containers = List.of(postgres(), redis(), qdrant());
      Startables.deepStart(containers).join();
      return new Running(containers);
    }

    @Override
    public void close() {
      containers.forEach(GenericContainer::stop);
    }
  }

  private static GenericContainer<?> postgres() {
    var container =
        new PostgreSQLContainer("postgres:18")
            .withDatabaseName("tercet")
            .withUsername("tercet")
            .withPassword("tercet");
    String url = address(POSTGRES).replaceFirst("^jdbc:", "").replaceFirst("\\|.*", "");
    return at(container, URI.create(url), 5432);
  }

  private static GenericContainer<?> redis() {
    return at(new RedisContainer("redis:8.2"), URI.create(address(REDIS)), 6379);
  }

  private static GenericContainer<?> qdrant() {
    var container = new QdrantContainer("qdrant/qdrant:v1.18.3");
    return at(container, URI.create("grpc://" + address(QDRANT)), 6334);
  }

  /** Maps the container's port where the tests look for it. */
  private static GenericContainer<?> at(GenericContainer<?> container, URI address, int port) {
    Stream<String> others =
        container.getExposedPorts().stream().filter(it -> it != port).map(String::valueOf);
    container.setPortBindings(
        Stream.concat(Stream.of("127.0.0.1:" + address.getPort() + ":" + port), others).toList());
    return container;
  }

  private static String address(String variable) {
    String address = System.getenv(variable);
    if (address == null) {
      throw new IllegalStateException("the profile sets " + variable);
    }
    return address;
  }
}
