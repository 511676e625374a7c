package dev.tercet.pipeline.answer;

import java.util.LinkedHashMap;
import java.util.Map;

/** Compiled schemas, each compiled once; the {@value #KEPT} used last are kept. */
public final class FactSchemas {
  private static final int KEPT = 256;

  private final Map<String, FactSchema> compiled =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, FactSchema> eldest) {
          return size() > KEPT;
        }
      };

  /**
   * The compiled schema.
   *
   * @throws FactSchema.UnusableSchemaException when it cannot be compiled
   */
  public synchronized FactSchema of(String schema) {
    FactSchema known = compiled.get(schema);
    if (known == null) {
      known = FactSchema.compile(schema);
      compiled.put(schema, known);
    }
    return known;
  }
}
