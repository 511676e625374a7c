package dev.tercet.testkit.memory;

import dev.tercet.saga.Claim;
import dev.tercet.saga.SagaEvent;
import dev.tercet.saga.Stage;
import dev.tercet.saga.port.EntityStore;
import dev.tercet.testkit.memory.table.MentionTables;
import dev.tercet.testkit.memory.table.RefusedByPostgres;
import dev.tercet.testkit.memory.table.Row;
import dev.tercet.testkit.memory.table.Tables;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** Entities and the living extractions that mention them. */
final class InMemoryEntityStore implements EntityStore {
  private final Tables tables;

  InMemoryEntityStore(Tables tables) {
    this.tables = tables;
  }

  @Override
  public boolean link(Claim claim, List<Mention> mentions) {
    mentions.forEach(InMemoryEntityStore::check);
    return tables.transact(() -> {
      Row held = tables.row(claim.extraction());
      if (held == null) {
        return false;
      }
      boolean mine =
          tables
              .move(
                  claim.extraction(),
                  new SagaEvent.Advanced(
                      claim.epoch(),
                      claim.session(),
                      Stage.LINKED,
                      tables.now().plus(held.attemptTimeout())))
              .isPresent();
      if (mine) {
        tables.mentions.link(held.document().project(), held.id(), mentions);
      }
      return mine;
    });
  }

  static void check(Mention mention) {
    RefusedByPostgres.text(mention.name());
    RefusedByPostgres.text(mention.key());
  }

  @Override
  public List<Entity> list(UUID project, String type, String query, Place after, int limit) {
    String wanted = query.toLowerCase(Locale.ROOT);
    return tables.transact(() ->
        mentioned(project).entrySet().stream()
            .filter(it -> type.isEmpty() || it.getKey().type().equals(type))
            .filter(it -> isBehind(it.getKey(), after))
            .map(it -> entity(it.getKey(), it.getValue()))
            .filter(entity -> entity.name().toLowerCase(Locale.ROOT).contains(wanted))
            .limit(limit)
            .toList());
  }

  private static boolean isBehind(MentionTables.Key entity, Place after) {
    int byType = entity.type().compareTo(after.type());
    return byType > 0 || (byType == 0 && entity.key().compareTo(after.key()) > 0);
  }

  /** Per entity, by type and key, the extraction of each of its mentions. */
  private Map<MentionTables.Key, List<UUID>> mentioned(UUID project) {
    Map<MentionTables.Key, List<UUID>> mentioned =
        new TreeMap<>(
            Comparator.comparing(MentionTables.Key::type).thenComparing(MentionTables.Key::key));
    tables.rows.values().stream()
        .filter(row -> row.document().project().equals(project))
        .filter(tables::isLiving)
        .forEach(row ->
            tables
                .mentions
                .of(row.id())
                .forEach(place ->
                    mentioned
                        .computeIfAbsent(place.entity(), _ -> new ArrayList<>())
                        .add(row.id())));
    return mentioned;
  }

  private Entity entity(MentionTables.Key key, List<UUID> extractions) {
    return new Entity(
        key.type(),
        tables.mentions.name(key),
        key.key(),
        extractions.stream().distinct().toList(),
        extractions.size());
  }
}
