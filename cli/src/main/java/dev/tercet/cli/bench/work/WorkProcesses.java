package dev.tercet.cli.bench.work;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tercet.api.wiring.SteadyClock;
import dev.tercet.cli.client.ApiClient;
import dev.tercet.cli.terminal.Terminal;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** Services in processes of their own on the stores of a measurement. */
final class WorkProcesses {
  private final WorkStores stores;
  private final List<String> arguments;
  private final Path folder;
  private final Terminal progress;
  private final String key = "bench-" + UUID.randomUUID();
  private final InstantSource clock = SteadyClock.beside(InstantSource.system()).steady();

  /**
   * None yet.
   *
   * @param arguments of each, after {@code serve}
   * @param folder in which each has one of its own
   */
  WorkProcesses(WorkStores stores, List<String> arguments, Path folder, Terminal progress) {
    this.stores = stores;
    this.arguments = arguments;
    this.folder = folder;
    this.progress = progress;
  }

  /** Starts one, which is not ready yet. */
  ServiceProcess start(String name) throws IOException {
    progress.plain("starting the service %s …".formatted(name));
    Map<String, String> keys = new TreeMap<>(stores.keys());
    keys.put("tercet.admin-key", key);
    keys.put("tercet.port", "0");
    keys.put("tercet.llm.provider", "echo");
    keys.put("tercet.embedding.provider", "hash");
    return ServiceProcess.start(arguments, keys, folder.resolve(name));
  }

  String projectName() {
    return "bench-" + UUID.randomUUID().toString().substring(0, 8);
  }

  void create(URI base, String project) {
    try (ApiClient client = client(base)) {
      client.send("PUT", "/projects/" + project, JsonNodeFactory.instance.objectNode());
    }
  }

  /** On stores that go on nothing of ours stays. */
  void leave(ApiClient client, String project) {
    if (!stores.isEmbedded()) {
      client.send("DELETE", "/projects/" + project, JsonNodeFactory.instance.objectNode());
    }
  }

  ApiClient client(URI base) {
    return new ApiClient(base, key);
  }

  WorkStores stores() {
    return stores;
  }

  String key() {
    return key;
  }

  InstantSource clock() {
    return clock;
  }

  Terminal progress() {
    return progress;
  }
}
