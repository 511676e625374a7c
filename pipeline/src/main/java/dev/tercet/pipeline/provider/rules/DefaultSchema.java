package dev.tercet.pipeline.provider.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * The schema of a project that brings none: dates, amounts, addresses (e-mail, web, postal), phone
 * numbers, names and identifiers.
 */
public final class DefaultSchema {
  private static final String JSON = read();
  private static final JsonNode NODE = parse();

  private DefaultSchema() {}

  /** The schema as text, the same in every run of one version. */
  public static String json() {
    return JSON;
  }

  /** The schema parsed; a copy that the caller owns. */
  public static JsonNode node() {
    return NODE.deepCopy();
  }

  private static String read() {
    try (InputStream resource = DefaultSchema.class.getResourceAsStream("default-schema.json")) {
      if (resource == null) {
        throw new IllegalStateException("the resource default-schema.json is missing");
      }
      return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new UncheckedIOException("the resource default-schema.json cannot be read", unreadable);
    }
  }

  private static JsonNode parse() {
    try {
      return new ObjectMapper().readTree(JSON);
    } catch (IOException broken) {
      throw new UncheckedIOException("the resource default-schema.json is no JSON", broken);
    }
  }
}
