package dev.tercet.storage.postgres.search;

import dev.tercet.saga.MadeWith;
import dev.tercet.storage.postgres.jdbc.Database;
import dev.tercet.storage.postgres.jdbc.Query;
import dev.tercet.storage.postgres.jdbc.Rows;
import dev.tercet.storage.postgres.operation.MadeWithColumn;
import dev.tercet.storage.postgres.search.ExtractionList.Chosen;
import dev.tercet.storage.postgres.search.ExtractionList.Found;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Finds what was made with something else, by id downwards. What it was made with stands in no
 * index: a page looks at a stretch of the list, however few of it are wanted, and the next page
 * goes on behind it.
 */
final class StaleWalk {
  /** Rows that a page looks at. */
  private static final int LOOK = 1_000;

  private static final String STALE = ", (e.made_with <@ :unlike::text[]) IS NOT TRUE AS stale";

  private static final Query OF_PROJECT = ExtractionList.ofProject(STALE);
  private static final Query OF_SOURCE = ExtractionList.ofSource(STALE);

  private final Database database;

  StaleWalk(Database database) {
    this.database = database;
  }

  /** A row of the stretch. */
  private record Look(UUID id, boolean stale) {}

  /**
   * A page of at most {@code limit}; one that holds fewer has come to the end of its stretch, and
   * perhaps to the end of the list.
   */
  Found find(Chosen from, Set<MadeWith> unlike, int limit) {
    Chosen stretch = from.from(from.before(), LOOK);
    List<Look> looks =
        database.read(connection ->
            stretch
                .values(OF_PROJECT, OF_SOURCE)
                .with("unlike", MadeWithColumn.written(unlike))
                .list(connection, row -> new Look(Rows.uuid(row, 1), row.getBoolean(2))));
    List<UUID> found = looks.stream().filter(Look::stale).map(Look::id).toList();
    if (found.size() > limit) {
      return new Found(found.subList(0, limit), found.get(limit - 1));
    }
    return new Found(found, looks.size() < LOOK ? null : looks.getLast().id());
  }
}
