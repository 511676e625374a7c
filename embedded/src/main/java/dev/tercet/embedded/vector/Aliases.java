package dev.tercet.embedded.vector;

import io.qdrant.client.grpc.Collections.AliasDescription;
import io.qdrant.client.grpc.Collections.ListAliasesResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Second names of collections, kept in one file that is replaced whole. */
final class Aliases {
  private final Path file;
  private Map<String, String> collections;

  private Aliases(Path file, Map<String, String> collections) {
    this.file = file;
    this.collections = collections;
  }

  static Aliases open(Path file) throws IOException {
    Map<String, String> collections = new HashMap<>();
    if (Files.exists(file)) {
      ListAliasesResponse.parseFrom(Files.readAllBytes(file))
          .getAliasesList()
          .forEach(alias -> collections.put(alias.getAliasName(), alias.getCollectionName()));
    }
    return new Aliases(file, Map.copyOf(collections));
  }

  synchronized Optional<String> collection(String alias) {
    return Optional.ofNullable(collections.get(alias));
  }

  synchronized void put(String alias, String collection) throws IOException {
    Map<String, String> next = new HashMap<>(collections);
    next.put(alias, collection);
    keep(next);
  }

  synchronized void rename(String old, String alias) throws IOException {
    Map<String, String> next = new HashMap<>(collections);
    String collection = next.remove(old);
    if (collection == null) {
      throw Refusal.notFound("Alias " + old + " does not exists!");
    }
    next.put(alias, collection);
    keep(next);
  }

  synchronized void remove(String alias) throws IOException {
    Map<String, String> next = new HashMap<>(collections);
    next.remove(alias);
    keep(next);
  }

  synchronized void removeAllOf(String collection) throws IOException {
    Map<String, String> next = new HashMap<>(collections);
    if (next.values().removeIf(collection::equals)) {
      keep(next);
    }
  }

  synchronized List<AliasDescription> all() {
    return described(collections);
  }

  private void keep(Map<String, String> next) throws IOException {
    InfoFile.replace(file, ListAliasesResponse.newBuilder().addAllAliases(described(next)).build());
    collections = Map.copyOf(next);
  }

  private static List<AliasDescription> described(Map<String, String> aliases) {
    return aliases.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(entry ->
            AliasDescription.newBuilder()
                .setAliasName(entry.getKey())
                .setCollectionName(entry.getValue())
                .build())
        .toList();
  }
}
