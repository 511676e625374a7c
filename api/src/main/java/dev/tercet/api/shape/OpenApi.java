package dev.tercet.api.shape;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The OpenAPI document, as it is served and as bodies are validated with it. */
public final class OpenApi {
  private static final String YAML = text("/openapi.yaml");
  private static final JsonNode DOCUMENT =
      Json.MAPPER.valueToTree(new Yaml(new SafeConstructor(new LoaderOptions())).load(YAML));

  private OpenApi() {}

  /** The document as it was written. */
  public static String yaml() {
    return YAML;
  }

  /** The document as JSON. */
  public static JsonNode document() {
    return DOCUMENT;
  }

  private static String text(String resource) {
    try (InputStream in = OpenApi.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException(resource + " is missing from the class path");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
