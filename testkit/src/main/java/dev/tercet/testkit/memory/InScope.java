package dev.tercet.testkit.memory;

import dev.tercet.saga.EmbeddingId;
import dev.tercet.saga.Scope;
import dev.tercet.saga.Scope.Everything;
import dev.tercet.saga.Scope.OfExtraction;
import dev.tercet.saga.Scope.OfProject;
import java.util.Comparator;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Which rows a scope has in it, and in which order they are paged. */
final class InScope {
  /** Ids in the database's order. */
  static final Comparator<Row> BY_ID = Comparator.comparing(Row::id, EmbeddingId.ORDER);

  private InScope() {}

  static boolean has(Scope scope, Row row) {
    return has(scope, row.document().project(), row.id());
  }

  static boolean has(Scope scope, UUID project, UUID extraction) {
    return switch (scope) {
      case Everything() -> true;
      case OfProject(var wanted) -> project.equals(wanted);
      case OfExtraction(var wanted, var id) -> project.equals(wanted) && extraction.equals(id);
    };
  }

  static boolean isAfter(UUID id, @Nullable UUID after) {
    return after == null || EmbeddingId.ORDER.compare(id, after) > 0;
  }
}
