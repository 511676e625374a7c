package dev.tercet.pipeline.answer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.tercet.pipeline.json.CanonicalJson;
import dev.tercet.pipeline.provider.rules.EntityFinder;
import dev.tercet.pipeline.schema.FactSchema;
import dev.tercet.pipeline.schema.UnusableSchemaException;
import dev.tercet.saga.MadeWith;

/**
 * A project's schema of one fact, read once.
 *
 * @param canonical with names sorted and without white space: equal schemas are written alike
 * @param digest of that, as {@link MadeWith#schema} names it
 * @param facts says whether a fact is valid
 * @param entities finds what a fact mentions
 */
public record ProjectSchema(
    String canonical, String digest, FactSchema facts, EntityFinder entities) {
  /** A schema that no fact can be checked against; a new attempt would not help. */
  public static final class UnusableException extends RuntimeException {
    UnusableException(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /**
   * Reads a schema.
   *
   * @throws UnusableException when it is not JSON, or not a schema that can be used
   */
  public static ProjectSchema read(String text) {
    try {
      JsonNode json = CanonicalJson.read(text);
      var facts = new FactSchema(json);
      String canonical = CanonicalJson.write(json);
      return new ProjectSchema(
          canonical, MadeWith.digest(canonical), facts, new EntityFinder(json));
    } catch (JsonProcessingException e) {
      throw new UnusableException("the project's schema is not JSON", e);
    } catch (UnusableSchemaException e) {
      throw new UnusableException("the project's schema cannot be used: " + e.getMessage(), e);
    }
  }
}
