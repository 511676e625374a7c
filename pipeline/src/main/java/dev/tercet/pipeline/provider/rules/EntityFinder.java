package dev.tercet.pipeline.provider.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.text.Normalizer2;
import dev.tercet.pipeline.schema.FactSchema;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Names the entities of a fact's data, whether rules or a model found the fact; deterministic.
 *
 * <p>Under a mention shape a name, e-mail address, phone number, URL or identifier is an entity;
 * under a record shape the properties with such a form are, and those with {@code x-entity}. An
 * instance is immutable and may be shared between threads.
 */
public final class EntityFinder {
  /** A fact names at most this many entities. */
  public static final int MOST_ENTITIES = 100;

  /** A longer text is no name, in UTF-16 units. */
  public static final int LONGEST_NAME = 200;

  private static final Normalizer2 NFKC = Normalizer2.getNFKCInstance();
  private static final Set<String> MENTIONED =
      Set.of("email", "phone", "url", EntityTypes.IDENTIFIER, EntityTypes.NAME);

  private final boolean mentions;
  private final List<Property> properties;

  /** Reads a schema that {@link FactSchema} accepts. */
  public EntityFinder(JsonNode schema) {
    List<FactShape> shapes = ShapeReader.read(schema);
    var named = new ArrayList<Property>();
    boolean anyMention = false;
    for (FactShape shape : shapes) {
      switch (shape) {
        case FactShape.Mention _ -> anyMention = true;
        case FactShape.Composite composite ->
            composite.properties().stream().filter(p -> p.entityType() != null).forEach(named::add);
      }
    }
    mentions = anyMention;
    properties = List.copyOf(named);
  }

  /** The entities of one fact in the order of the schema, without duplicates. */
  public List<Entity> find(JsonNode data) {
    Set<Entity> found = new LinkedHashSet<>();
    if (mentions) {
      mention(data, found);
    }
    for (Property property : properties) {
      JsonNode value = data;
      for (String name : property.path()) {
        value = value.path(name);
      }
      String type = property.entityType();
      if (type != null) {
        add(type, value, found);
      }
    }
    return found.stream().limit(MOST_ENTITIES).toList();
  }

  private static void mention(JsonNode data, Set<Entity> found) {
    String type = data.path("type").asText();
    if (MENTIONED.contains(type) && data.path("value").isTextual()) {
      String kind = data.path("kind").asText();
      boolean named = kind.equals(EntityTypes.PERSON) || kind.equals(EntityTypes.ORGANISATION);
      JsonNode normal =
          data.path("normalized").isTextual() ? data.path("normalized") : data.path("value");
      add(type.equals(EntityTypes.NAME) && named ? kind : type, normal, found);
    }
  }

  private static void add(String type, JsonNode value, Set<Entity> found) {
    if (value.isArray()) {
      value.forEach(item -> add(type, item, found));
    } else if (value.isTextual() || value.isIntegralNumber()) {
      String name = folded(value.asText());
      if (!name.isEmpty() && name.length() <= LONGEST_NAME && found.size() < MOST_ENTITIES) {
        found.add(new Entity(EntityTypes.refined(type, name), name, key(name)));
      }
    }
  }

  /** NFKC, case-folded, NFKC again since folding may undo it (Unicode section 3.13, D145). */
  static String key(String name) {
    return folded(NFKC.normalize(UCharacter.foldCase(NFKC.normalize(name), true)));
  }

  private static String folded(String text) {
    return text.strip().replaceAll("[\\p{javaWhitespace}\\p{javaSpaceChar}]+", " ").strip();
  }
}
