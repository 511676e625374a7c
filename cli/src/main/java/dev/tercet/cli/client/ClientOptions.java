package dev.tercet.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tercet.api.config.ConfigException;
import dev.tercet.api.security.AdminKey;
import dev.tercet.cli.terminal.Streams;
import dev.tercet.cli.terminal.Terminal;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** The flags of commands that call a running service. */
public final class ClientOptions {
  private static final URI USUAL = URI.create("http://127.0.0.1:8080");

  @Option(
      names = "--url",
      description =
          "The service (TERCET_URL; the one running on the data folder, or http://127.0.0.1:8080).")
  private @Nullable String url;

  @Option(
      names = "--key",
      description = "The key (TERCET_KEY, TERCET_ADMIN_KEY, or the one in the data folder).")
  private @Nullable String key;

  @Option(
      names = "--key-file",
      paramLabel = "FILE",
      description = "A file that holds the key; unlike --key, no list of processes shows it.")
  private @Nullable Path keyFile;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "The data folder of a service on this machine (TERCET_DATA_DIR; .tercet).")
  private @Nullable Path data;

  @Option(
      names = "--json",
      description =
          "Answer with one line of JSON, for a script; an error is one on standard error.")
  private boolean json;

  /** What a command does with the service; gives the exit code. */
  public interface Act {
    int with(ApiClient client, Terminal terminal);
  }

  /** Shows a list that was asked for: as JSON, or by {@code print} when there is anything in it. */
  public void show(JsonNode found, Terminal terminal, Consumer<JsonNode> print) {
    if (json) {
      terminal.json(found);
    } else if (found.path("items").isEmpty()) {
      terminal.plain("There are none.");
    } else {
      print.accept(found);
    }
  }

  /** Does it, with a client that is closed afterwards. */
  public int call(@Nullable CommandSpec spec, Act act) {
    try (ApiClient client = client()) {
      return act.with(client, new Terminal(Streams.out(spec)));
    }
  }

  /** A client of the service that the flags, the variables and the data folder name. */
  public ApiClient client() {
    Path folder =
        Optional.ofNullable(data)
            .or(() -> variable("TERCET_DATA_DIR").map(Path::of))
            .orElse(Path.of(".tercet"));
    URI base =
        Optional.ofNullable(url)
            .or(() -> variable("TERCET_URL"))
            .map(ClientOptions::address)
            .or(() -> new ServiceAddress(folder).read())
            .orElse(USUAL);
    String secret =
        Optional.ofNullable(key)
            .or(() -> Optional.ofNullable(keyFile).map(ClientOptions::content))
            .or(() -> variable("TERCET_KEY"))
            .or(() -> variable("TERCET_ADMIN_KEY"))
            .or(() -> new AdminKey(folder).local())
            .orElse("");
    return new ApiClient(base, sendable(secret));
  }

  public boolean json() {
    return json;
  }

  private static URI address(String text) {
    try {
      URI address = URI.create(text);
      String scheme = String.valueOf(address.getScheme());
      if (address.getHost() != null && (scheme.equals("http") || scheme.equals("https"))) {
        return address;
      }
    } catch (IllegalArgumentException e) {
      throw new ConfigException("the address of the service is not a URL: " + text);
    }
    throw new ConfigException("the address of the service is not http://… or https://…: " + text);
  }

  private static String content(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new ConfigException("the key file " + file + " cannot be read");
    }
  }

  /** A key travels in a header; what cannot is named without being shown. */
  private static String sendable(String secret) {
    if (!secret.chars().allMatch(it -> it > ' ' && it < 0x7f)) {
      throw new ConfigException("the key holds characters that no key has");
    }
    return secret;
  }

  private static Optional<String> variable(String name) {
    return Optional.ofNullable(System.getenv(name)).filter(value -> !value.isBlank());
  }
}
