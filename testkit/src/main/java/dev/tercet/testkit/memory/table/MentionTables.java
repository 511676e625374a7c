package dev.tercet.testkit.memory.table;

import dev.tercet.saga.port.EntityStore.Mention;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The tables of entities and of the places that mention them. */
public final class MentionTables {
  private final Map<UUID, Set<Place>> places = new HashMap<>();
  private final Map<Key, String> names = new HashMap<>();

  /** What makes an entity one inside a project. */
  public record Key(UUID project, String type, String key) {
    public UUID id() {
      return UUID.nameUUIDFromBytes(toString().getBytes(StandardCharsets.UTF_8));
    }
  }

  /** A passage that mentions an entity. */
  public record Place(Key entity, int ordinal) {}

  /** The first name under which an entity was met stays its name. */
  public void link(UUID project, UUID extraction, Iterable<Mention> mentions) {
    Set<Place> mine = places.computeIfAbsent(extraction, _ -> new LinkedHashSet<>());
    for (Mention mention : mentions) {
      Key key = new Key(project, mention.type(), mention.key());
      names.putIfAbsent(key, mention.name());
      mine.add(new Place(key, mention.ordinal()));
    }
  }

  public Set<UUID> extractions() {
    return places.keySet();
  }

  public Set<Key> unmentioned() {
    return names.keySet().stream().filter(this::isUnmentioned).collect(Collectors.toSet());
  }

  public void forgetEntity(UUID id) {
    names.keySet().removeIf(key -> key.id().equals(id));
  }

  public Set<Place> of(UUID extraction) {
    return places.getOrDefault(extraction, Set.of());
  }

  /** Forgets what it mentions, and whom nothing mentions any more; returns how many mentions. */
  public int forget(UUID extraction) {
    Set<Key> mentioned = entities(places.remove(extraction));
    mentioned.stream().filter(this::isUnmentioned).forEach(names::remove);
    return mentioned.size();
  }

  private static Set<Key> entities(@Nullable Set<Place> places) {
    return places == null
        ? Set.of()
        : places.stream().map(Place::entity).collect(Collectors.toSet());
  }

  private boolean isUnmentioned(Key entity) {
    return places.values().stream()
        .flatMap(Set::stream)
        .noneMatch(place -> place.entity().equals(entity));
  }

  public void forgetProject(UUID project) {
    names.keySet().removeIf(key -> key.project().equals(project));
  }

  public String name(Key key) {
    return names.getOrDefault(key, key.key());
  }
}
