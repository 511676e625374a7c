package dev.tercet.embedded.qdrant;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tercet.embedded.process.DataFolder;
import dev.tercet.embedded.process.Ports;
import dev.tercet.embedded.process.PrivateFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/** How Qdrant is told what to do, privately because it is told its key. */
record QdrantConfig(DataFolder folder, QdrantProgram program) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String PREFIX = "QDRANT";
  private static final String SEPARATOR = "__";

  /** The settings of one start. */
  record Settings(int grpcPort, int httpPort, String apiKey) {
    @Override
    public String toString() {
      return "Settings[" + grpcPort + ", " + httpPort + "]";
    }
  }

  /** The file; its path on the command line proves whose process it is. */
  Path file() {
    return file(folder);
  }

  static Path file(DataFolder folder) {
    return folder.secrets().resolve("qdrant.yaml");
  }

  /** Written anew at every start; JSON, which is YAML as well and needs no quoting of our own. */
  void write(Settings settings) throws IOException {
    PrivateFile.write(
        file(), JSON.writerWithDefaultPrettyPrinter().writeValueAsString(tree(settings)));
  }

  /**
   * The same as variables, which beat every file that a program may find beside ours, such as one
   * in {@code /etc}. The user's own, meant for another Qdrant, are left out.
   */
  void into(Map<String, String> environment, Settings settings) {
    environment.keySet().removeIf(it -> it.startsWith(PREFIX) || it.equals("RUN_MODE"));
    put(environment, PREFIX, tree(settings));
  }

  private static void put(Map<String, String> environment, String prefix, JsonNode tree) {
    for (Map.Entry<String, JsonNode> each : tree.properties()) {
      String name = prefix + SEPARATOR + each.getKey().toUpperCase(Locale.ROOT);
      if (each.getValue().isObject()) {
        put(environment, name, each.getValue());
      } else {
        environment.put(name, each.getValue().asText());
      }
    }
  }

  private ObjectNode tree(Settings settings) {
    ObjectNode tree = JSON.createObjectNode();
    // Below this level it tells of every request.
    tree.put("log_level", "WARN").put("telemetry_disabled", true);
    tree.putObject("cluster").put("enabled", false);
    tree.putObject("storage")
        .put("storage_path", program.storage().toString())
        .put("snapshots_path", program.home().resolve("snapshots").toString());
    tree.putObject("service")
        .put("host", Ports.HOST)
        .put("grpc_port", settings.grpcPort())
        .put("http_port", settings.httpPort())
        .put("api_key", settings.apiKey())
        .put("enable_cors", false)
        .put("enable_static_content", false);
    return tree;
  }
}
