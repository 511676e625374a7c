package dev.tercet.storage.qdrant;

import dev.tercet.saga.id.Fingerprint;

/**
 * Names the collection of an embedding model: prefix, model and dimension (docs/protocol.md §8). A
 * model whose name has characters that a collection's may not have, or that is very long, gets part
 * of its fingerprint besides, so that no two models share a collection.
 */
final class CollectionName {
  private static final int LONGEST_MODEL = 100;

  private CollectionName() {}

  /** A model whose name says its dimension already does not say it twice. */
  static String of(String prefix, String model, int dimension) {
    String suffix = "-" + dimension;
    return plain(prefix)
        + "-"
        + unique(
            model.endsWith(suffix) ? model.substring(0, model.length() - suffix.length()) : model)
        + suffix;
  }

  private static String unique(String model) {
    String plain = plain(model);
    if (!plain.equals(model)) {
      plain += "-" + Fingerprint.of(model).hex().substring(0, 8);
    }
    return plain;
  }

  private static String plain(String name) {
    String plain = name.replaceAll("[^A-Za-z0-9._-]", "-");
    return plain.length() > LONGEST_MODEL ? plain.substring(0, LONGEST_MODEL) : plain;
  }
}
