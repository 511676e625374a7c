package dev.tercet.api.cli;

import dev.tercet.api.security.AdminKey;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flags of commands that call a running service. */
final class ClientOptions {
  private static final URI USUAL = URI.create("http://127.0.0.1:8080");

  @Option(
      names = "--url",
      description =
          "The service (TERCET_URL; the one running on the data folder, or http://127.0.0.1:8080).")
  private @Nullable URI url;

  @Option(
      names = "--key",
      description = "The key (TERCET_KEY, TERCET_ADMIN_KEY, or the one in the data folder).")
  private @Nullable String key;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "The data folder of a service on this machine (TERCET_DATA_DIR; .tercet).")
  private @Nullable Path data;

  @Option(names = "--json", description = "Answer with JSON, for a script.")
  private boolean json;

  /** A client of the service that the flags, the variables and the data folder name. */
  ApiClient client() {
    Path folder =
        Optional.ofNullable(data)
            .or(() -> variable("TERCET_DATA_DIR").map(Path::of))
            .orElse(Path.of(".tercet"));
    URI base =
        Optional.ofNullable(url)
            .or(() -> variable("TERCET_URL").map(URI::create))
            .or(() -> new ServiceAddress(folder).read())
            .orElse(USUAL);
    String secret =
        Optional.ofNullable(key)
            .or(() -> variable("TERCET_KEY"))
            .or(() -> variable("TERCET_ADMIN_KEY"))
            .or(() -> new AdminKey(folder).local())
            .orElse("");
    return new ApiClient(base, secret);
  }

  boolean json() {
    return json;
  }

  private static Optional<String> variable(String name) {
    return Optional.ofNullable(System.getenv(name)).filter(value -> !value.isBlank());
  }
}
