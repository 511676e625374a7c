package dev.tercet.testkit.memory;

import dev.tercet.saga.EntityStore.Mention;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** The tables of entities and of the places that mention them. */
final class Mentions {
  private final Map<UUID, Set<Place>> places = new HashMap<>();
  private final Map<Key, String> names = new HashMap<>();

  /** What makes an entity one inside a project. */
  record Key(UUID project, String type, String key) {}

  /** A passage that mentions an entity. */
  record Place(Key entity, int ordinal) {}

  /** The first name under which an entity was met stays its name. */
  void link(UUID project, UUID extraction, Iterable<Mention> mentions) {
    Set<Place> mine = places.computeIfAbsent(extraction, _ -> new LinkedHashSet<>());
    for (Mention mention : mentions) {
      Key key = new Key(project, mention.type(), mention.key());
      names.putIfAbsent(key, mention.name());
      mine.add(new Place(key, mention.ordinal()));
    }
  }

  Set<Place> of(UUID extraction) {
    return places.getOrDefault(extraction, Set.of());
  }

  void forget(UUID extraction) {
    places.remove(extraction);
  }

  void forgetProject(UUID project) {
    names.keySet().removeIf(key -> key.project().equals(project));
  }

  String name(Key key) {
    return names.getOrDefault(key, key.key());
  }
}
