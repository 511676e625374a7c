package dev.tercet.saga.port;

import dev.tercet.saga.Claim;
import java.util.List;
import java.util.UUID;

/** Normalised things that facts mention, shared across the extractions of a project. */
public interface EntityStore {

  /**
   * A mention of an entity.
   *
   * @param type such as {@code organisation} or {@code email}
   * @param name as the document writes it
   * @param key the normalised name, unique with the type within a project
   * @param ordinal the passage that mentions it
   */
  record Mention(String type, String name, String key, int ordinal) {}

  /**
   * Links the entities of a claimed attempt and passes the checkpoint {@code linked}; idempotent;
   * false when the claim is no longer ours.
   */
  boolean link(Claim claim, List<Mention> mentions);

  /** An entity and the living extractions that mention it. */
  record Entity(String type, String name, String key, List<UUID> extractions, long mentions) {}

  /**
   * A place in the list: behind the entity of this type and key.
   *
   * @param type the entity's type
   * @param key its normalised name
   */
  record Place(String type, String key) {
    /** Before the first entity. */
    public static final Place START = new Place("", "");
  }

  /**
   * Entities that living extractions mention, by type and key, those behind {@code after}.
   *
   * @param type only this type, or "" for all
   * @param query only those whose name contains it, whatever the case, or "" for all
   */
  List<Entity> list(UUID project, String type, String query, Place after, int limit);
}
