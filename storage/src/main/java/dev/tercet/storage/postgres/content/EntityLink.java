package dev.tercet.storage.postgres.content;

import dev.tercet.saga.Claim;
import dev.tercet.saga.id.Fingerprint;
import dev.tercet.saga.port.EntityStore.Mention;
import dev.tercet.saga.text.StorableText;
import dev.tercet.storage.postgres.jdbc.Columns;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;

/**
 * An entity in one extraction. Its id is derived from project, type and key (S5).
 *
 * @param ordinals the passages that mention it
 */
public record EntityLink(
    UUID entity,
    UUID project,
    UUID extraction,
    String type,
    String key,
    String name,
    SortedSet<Integer> ordinals) {
  /** An index entry holds type and key, and is limited to 2,704 bytes. */
  private static final int LONGEST_TYPE = 100;

  private static final int LONGEST_KEY = 500;
  private static final int LONGEST_NAME = 2_000;

  /**
   * Inserts entities and mentions of the extractions in the statement's {@code held}. An entity
   * keeps the first name under which it was met.
   */
  public static final String LINKED =
      """
      link AS MATERIALIZED (
        SELECT *
          FROM unnest(?::uuid[], ?::uuid[], ?::uuid[], ?::text[], ?::text[], ?::text[], ?::text[])
               AS l(entity, project, extraction, type, key, name, ordinals)
         WHERE l.extraction = ANY (ARRAY (SELECT id FROM held))
      ), entities AS (
        INSERT INTO entity (id, project, type, key, name)
        SELECT entity, project, type, key, name FROM link ORDER BY entity
        ON CONFLICT (id) DO NOTHING
      ), mentions AS (
        INSERT INTO mention (entity, extraction, ordinals)
        SELECT entity, extraction, ordinals::integer[] FROM link ORDER BY entity, extraction
        ON CONFLICT (entity, extraction) DO UPDATE SET ordinals = excluded.ordinals
         WHERE mention.ordinals <> excluded.ordinals
      )\
      """;

  /** Binds the columns of {@link #LINKED}. */
  public static Columns<EntityLink> bind(Columns<EntityLink> links) throws SQLException {
    return links
        .uuids(EntityLink::entity)
        .uuids(EntityLink::project)
        .uuids(EntityLink::extraction)
        .texts(EntityLink::type)
        .texts(EntityLink::key)
        .texts(EntityLink::name)
        .texts(EntityLink::ordinalArray);
  }

  /** What the mentions of one extraction come to, one link per entity. */
  public static List<EntityLink> of(Claim claim, List<Mention> mentions) {
    Map<UUID, EntityLink> links = new LinkedHashMap<>();
    for (Mention mention : mentions) {
      String type = StorableText.of(mention.type(), LONGEST_TYPE);
      String key = StorableText.of(mention.key(), LONGEST_KEY);
      UUID entity = id(claim.project(), type, key);
      links
          .computeIfAbsent(
              entity,
              _ ->
                  new EntityLink(
                      entity,
                      claim.project(),
                      claim.extraction(),
                      type,
                      key,
                      StorableText.of(mention.name(), LONGEST_NAME),
                      new TreeSet<>()))
          .ordinals()
          .add(mention.ordinal());
    }
    return new ArrayList<>(links.values());
  }

  private static UUID id(UUID project, String type, String key) {
    ByteBuffer hash =
        ByteBuffer.wrap(Fingerprint.of("entity", project.toString(), type, key).bytes());
    return new UUID(
        (hash.getLong() & 0xffffffffffff0fffL) | 0x8000L,
        (hash.getLong() & 0x3fffffffffffffffL) | 0x8000000000000000L);
  }

  /** The ordinals as Postgres writes an array of integers. */
  String ordinalArray() {
    StringBuilder array = new StringBuilder("{");
    for (int ordinal : ordinals) {
      array.append(array.length() == 1 ? "" : ",").append(ordinal);
    }
    return array.append('}').toString();
  }
}
